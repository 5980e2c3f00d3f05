import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { DeadLetter } from '../../api/types';
import { renderApp, rest } from '../../testing/renderApp';
import { hello, snapshot, worker } from '../../testing/samples';

const letter: DeadLetter = {
  partition: 0,
  offset: 7,
  reason: 'not-json',
  sentence: 'The record is not valid JSON.',
  detail: 'line 1, column 9',
  dataset: null,
  id: null,
  model: null,
  source: 'telltale.images/2/41',
  rejectedAt: '2025-10-09T08:53:20Z',
  bytes: 9,
};

function serveLetters(payload: BodyInit = '{"id": 1,') {
  const asked: (string | null)[] = [];
  rest.use(
    http.get('*/api/dead-letters', ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('reason'));
      return HttpResponse.json({ deadLetters: [letter], total: 1, next: null });
    }),
    http.get('*/api/dead-letters/0/7/payload', () => new HttpResponse(payload)),
  );
  return asked;
}

async function openLetter() {
  await userEvent.click(await screen.findByRole('button', { name: /line 1, column 9/ }));
}

describe('the System page', () => {
  test('shows members with what the feed last told of their workers', async () => {
    rest.use(
      http.get('*/api/members', () =>
        HttpResponse.json({
          members: [
            { id: 'm-1', roles: ['web', 'worker'], self: true, worker: worker({ queueDepth: 1 }) },
            { id: 'm-2', roles: ['web'], self: false, worker: null },
          ],
        }),
      ),
    );
    const { say } = renderApp('/system');
    say(hello, snapshot({ workers: [worker({ queueDepth: 4321 })] }));
    const table = await screen.findByRole('region', { name: 'Members', hidden: false });
    expect(await within(table.closest('section') ?? table).findByText('4,321')).toBeVisible();
    expect(screen.getByText('scores nothing')).toBeVisible();
    expect(
      screen.getByRole('meter', { name: 'cpu-0 of m-1, share of time busy' }),
    ).toBeInTheDocument();
  });

  test('shows how far the workers have read, and what is declared', async () => {
    const images = { name: 'telltale.images', partitions: 8, records: 9000, lag: 1234 };
    rest.use(http.get('*/api/topics', () => HttpResponse.json({ topics: [images] })));
    renderApp('/system');
    expect(await screen.findByRole('cell', { name: '1,234' })).toBeVisible();
    expect(screen.getByText(/None is declared/)).toBeVisible();
    expect(screen.getByText('None is loaded on this member.')).toBeVisible();
  });

  test('lists the dead letters of the reason in its address', async () => {
    const asked = serveLetters();
    const { say } = renderApp('/system?reason=not-json');
    say(hello, snapshot({ rejects: { total: 5, byReason: { 'not-json': 3, 'mask-size': 2 } } }));
    expect(await screen.findByText(/1 of 1, newest first/)).toBeVisible();
    const select = screen.getByRole('combobox', { name: 'Reason' });
    expect(select).toHaveValue('not-json');
    await userEvent.selectOptions(select, 'mask-size');
    await screen.findByText(/1 of 1, newest first/);
    expect(asked).toEqual(['not-json', 'mask-size']);
  });

  test('shows a payload that is text, and offers one that is none', async () => {
    serveLetters();
    renderApp('/system');
    await openLetter();
    expect(await screen.findByText('{"id": 1,')).toBeVisible();
    expect(screen.getByText('telltale.images/2/41')).toBeVisible();
  });

  test('offers a payload that is no text as a download', async () => {
    serveLetters(new Uint8Array([0x89, 0x50, 0x00]));
    renderApp('/system');
    await openLetter();
    expect(await screen.findByText(/not text/)).toBeVisible();
    expect(screen.getByRole('link', { name: '↓ Download' })).toHaveAttribute(
      'href',
      '/api/dead-letters/0/7/payload',
    );
  });

  test('says where a dead letter was sent, or why it was not', async () => {
    serveLetters();
    rest.use(
      http.post('*/api/dead-letters/0/7/retry', () =>
        HttpResponse.json(
          { type: 'about:blank', title: 'Gone', status: 503, detail: 'Kafka is not reachable.' },
          { status: 503 },
        ),
      ),
    );
    renderApp('/system');
    await openLetter();
    const again = await screen.findByRole('button', { name: /Screen it again/ });
    await userEvent.click(again);
    expect(await screen.findByText(/could not be sent: Kafka is not reachable/)).toBeVisible();
    rest.use(
      http.post('*/api/dead-letters/0/7/retry', () =>
        HttpResponse.json({ topic: 'telltale.images', partition: 2, offset: 99 }, { status: 202 }),
      ),
    );
    await userEvent.click(again);
    expect(
      await screen.findByText(/Sent to telltale.images, partition 2, offset 99/),
    ).toBeVisible();
  });

  test('says over the page that Kafka is not reachable', async () => {
    rest.use(
      http.get('*/api/status', () =>
        HttpResponse.json({
          version: '0.1.0',
          member: 'm-1',
          roles: ['web'],
          startedAt: '2025-10-09T08:53:20Z',
          state: 'ready',
          kafka: { bootstrap: 'broker:9092', reachable: false },
          dataSets: [],
          models: [],
        }),
      ),
    );
    renderApp('/system');
    expect(await screen.findByText(/Kafka is not reachable/)).toBeVisible();
  });

  test('says of each part what failed, and tries again when told to', async () => {
    const failing = () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Bad', status: 400, detail: 'No broker.' },
        { status: 400 },
      );
    rest.use(http.get('*/api/topics', failing));
    renderApp('/system');
    const failed = await screen.findByText(/Could not be loaded: No broker\./);
    rest.resetHandlers();
    await userEvent.click(
      within(failed.closest('section')!).getByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText(/none of Telltale’s topics yet/)).toBeVisible();
  });
});
