import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { renderApp, rest } from '../../testing/renderApp';
import { group, hello, image, screening, snapshot } from '../../testing/samples';

const stream = () => screen.getByRole('region', { name: 'Latest images' });
const cards = () => within(within(stream()).getByRole('list')).getAllByRole('link');
const figures = () => screen.getByLabelText('Headline figures');

describe('the Live page', () => {
  test('waits in the shape of what is coming', () => {
    renderApp();
    expect(screen.getByText('Waiting for the first figures…')).toBeVisible();
    expect(screen.getByTestId('connection')).toHaveTextContent('Connecting');
  });

  test('says how to send images while there are none', () => {
    const { say } = renderApp();
    say(hello, snapshot({ screenings: [], recent: [] }));
    expect(screen.getByText('./telltale produce DIR')).toBeVisible();
  });

  test('says why nothing was scored when everything was rejected', async () => {
    const { say } = renderApp();
    const rejects = { total: 7, byReason: { 'not-json': 7 } };
    say(hello, snapshot({ screenings: [], recent: [], rejects }));
    expect(screen.getByText(/7 events came in and were rejected/)).toBeVisible();
    expect(await screen.findByRole('img', { name: /most often: not-json/ })).toBeVisible();
  });

  test('says that nothing answers, and tries again when told to', async () => {
    const { socket, act } = renderApp();
    act(() => socket.lose(3));
    expect(screen.getByText('Telltale does not answer')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(socket.closed).toBe(true);
  });

  test('asks for a reload when the server speaks another protocol', () => {
    const { say } = renderApp();
    say({ ...hello, protocol: 2 });
    expect(screen.getByRole('button', { name: 'Reload' })).toBeVisible();
  });

  test('shows the headline figures with their intervals, and names the worst group', () => {
    const { say } = renderApp();
    say(hello, snapshot());
    const text = figures().textContent;
    expect(text).toContain('3,000');
    expect(text).toContain('87.4\u202f%');
    expect(text).toContain('86.2–88.5\u202f%');
    expect(text).toContain('waterbird, place=land');
    expect(text).toContain('33.8\u202f%');
    expect(text).toContain('0.551 ± 0.004');
    expect(text).toContain('a map that looks everywhere scores 0.470');
    expect(text).toContain('12 empty maps left out');
  });

  test('names no worst group while all are too few', () => {
    const { say } = renderApp();
    const few = screening({ groups: [group('a, place=b', 0.1, 12)], worstGroup: null });
    say(hello, snapshot({ screenings: [few] }));
    expect(within(figures()).getByText('too few')).toBeVisible();
  });

  test('calls unknown what cannot be known', async () => {
    const { say } = renderApp();
    const bare = screening({
      accuracy: null,
      labelled: 0,
      groups: [],
      worstGroup: null,
      maskScore: null,
      latency: null,
      history: [],
    });
    say(hello, snapshot({ screenings: [bare] }));
    expect(within(figures()).getByText('no label maps to a class of the model')).toBeVisible();
    expect(within(figures()).getByText('no image came with a mask')).toBeVisible();
    expect(await screen.findByText('No label could be compared with a prediction.')).toBeVisible();
  });

  test('marks wrong and unknown predictions by a word', () => {
    const { say } = renderApp();
    const recent = [
      image(3, { right: false, predicted: 'landbird' }),
      image(2, { right: null, label: null }),
      image(1),
    ];
    say(hello, snapshot({ recent }));
    const [wrong, unknown, right] = cards();
    expect(wrong).toHaveTextContent('wrong');
    expect(unknown).toHaveTextContent('unknown');
    expect(unknown).toHaveTextContent('no label');
    expect(right).not.toHaveTextContent(/wrong|unknown/);
  });

  test('shows every chart with a sentence, and the same values as a table', async () => {
    const { say } = renderApp();
    say(hello, snapshot());
    expect(
      await screen.findByRole('img', {
        name: /^Accuracy by group\. Worst: waterbird, place=land, 33\.8/,
      }),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Accuracy by group as a table' }));
    const table = screen.getByRole('region', { name: 'Accuracy by group, values' });
    expect(
      within(table).getByRole('link', { name: 'waterbird, place=land (worst)' }),
    ).toHaveAttribute('href', '/images?screening=waterbirds%2Fabc&group=waterbird%2C+place%3Dland');
    expect(within(table).getByText('waterbird, place=swamp (too few)')).toBeVisible();
  });

  test('shows where the model looked at the press of a key', async () => {
    const { say } = renderApp();
    say(hello, snapshot());
    await userEvent.keyboard('o');
    expect(within(stream()).getByAltText('where the model looked in bird-3')).toBeVisible();
    await userEvent.keyboard('o');
    expect(within(stream()).queryByAltText(/where the model looked/)).toBeNull();
  });

  test('narrows the stream down to what is asked for, and leads to all of it', async () => {
    const asked: string[] = [];
    rest.use(
      http.get('*/api/images', ({ request }) => {
        asked.push(new URL(request.url).search);
        const images = [image(7, { right: false, predicted: 'landbird' })];
        return HttpResponse.json({ images, total: 1, next: null });
      }),
    );
    const { say } = renderApp();
    say(hello, snapshot());
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Prediction is' }), 'wrong');
    await waitFor(() => expect(cards()).toHaveLength(1));
    expect(asked.at(-1)).toBe('?right=false&screening=waterbirds%2Fabc&limit=60');
    expect(within(stream()).getByRole('link', { name: /All of them/ })).toHaveAttribute(
      'href',
      '/images?screening=waterbirds%2Fabc&right=false',
    );
  });

  test('holds the stream at the press of the space bar', async () => {
    const { say } = renderApp();
    say(hello, snapshot());
    await userEvent.keyboard(' ');
    expect(screen.getByText('Paused, 0 newer')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /Resume/ }));
    expect(screen.queryByText(/Paused/)).toBeNull();
  });

  test('moves among the images by arrows and opens one by Enter', async () => {
    const { say } = renderApp();
    say(hello, snapshot());
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(cards()[1]).toHaveFocus();
    rest.use(http.get('*/api/images/:key', () => new Promise<never>(() => {})));
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('Loading the image')).toBeVisible();
  });

  test('lets one choose among screenings and fetches what the feed does not tell of it', async () => {
    const { say } = renderApp();
    const other = screening({
      key: 'ants/abc',
      dataset: 'ants',
      scored: 1,
      lastScoredAt: '2025-10-09T08:00:00Z',
    });
    rest.use(
      http.get('*/api/images', ({ request }) => {
        expect(new URL(request.url).searchParams.get('screening')).toBe('ants/abc');
        const images = [image(99, { id: 'ant-99', dataset: 'ants', label: 'ant' })];
        return HttpResponse.json({ images, total: 1, next: null });
      }),
    );
    say(hello, snapshot({ screenings: [other, screening()] }));
    const select = screen.getByRole('combobox', { name: /Data set/ });
    expect(select).toHaveValue('waterbirds/abc');
    await userEvent.selectOptions(select, 'ants/abc');
    expect(await within(stream()).findByText('ant')).toBeVisible();
    expect(cards()).toHaveLength(1);
  });

  test('keeps its figures on show, called old, while the connection is lost', () => {
    const { socket, say, act } = renderApp();
    say(hello, snapshot());
    act(() => socket.lose(2));
    expect(screen.getByLabelText('Old figures')).toHaveTextContent(/^Figures of/);
    expect(figures()).toHaveTextContent('3,000');
    expect(document.title).toMatch(/^Reconnecting/);
  });

  test('lists its keys', async () => {
    const { say } = renderApp();
    say(hello, snapshot());
    await userEvent.keyboard('?');
    const dialog = screen.getByRole('dialog', { name: 'Keys' });
    expect(within(dialog).getByText('Pause or resume the stream of images')).toBeVisible();
  });

  test('steps through the themes and remembers the choice', async () => {
    renderApp();
    await userEvent.keyboard('tt');
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(localStorage.getItem('telltale.theme')).toBe('"dark"');
    await userEvent.keyboard('t');
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });
});
