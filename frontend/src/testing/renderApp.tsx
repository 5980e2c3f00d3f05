import { QueryClient } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { MemoryRouter } from 'react-router';
import { App } from '../App';
import { LiveFeed } from '../live/feed';
import { FakeSocket } from './FakeSocket';
import { status } from './samples';

/** The REST side of a server; tests add what they need with `rest.use(…)`. */
export const rest = setupServer(
  http.get('*/api/status', () => HttpResponse.json(status())),
  http.get('*/api/images', () => HttpResponse.json({ images: [], total: 0, next: null, asOf: 0 })),
  http.get('*/api/images/:key/neighbours', () => HttpResponse.json({ previous: null, next: null })),
  http.get('*/api/data-sets', () => HttpResponse.json({ dataSets: [] })),
  http.get('*/api/members', () => HttpResponse.json({ members: [] })),
  http.get('*/api/topics', () => HttpResponse.json({ topics: [] })),
  http.get('*/api/dead-letters', () =>
    HttpResponse.json({ deadLetters: [], total: 0, next: null }),
  ),
);

/** The whole dashboard at an address, with a socket whose other end is the test. */
export function renderApp(path = '/') {
  const socket = new FakeSocket();
  const feed = new LiveFeed(() => socket);
  const queries = new QueryClient({ defaultOptions: { queries: { retryDelay: 1 } } });
  render(
    <MemoryRouter initialEntries={[path]} useTransitions={false}>
      <App feed={feed} queries={queries} />
    </MemoryRouter>,
  );
  const say = (...messages: unknown[]) =>
    act(() => {
      if (socket.readyState !== 1) socket.accept();
      socket.say(...messages);
    });
  return { socket, say, act };
}
