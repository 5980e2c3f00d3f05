import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import type { ImageDetail } from '../../api/types';
import { renderApp, rest } from '../../testing/renderApp';
import { hello, image, imageDetail, snapshot } from '../../testing/samples';
import { describe as describeMap } from './AttentionMap';

const path = `/images/${image(2).key}`;

function serve(changes: Partial<ImageDetail> = {}) {
  rest.use(
    http.get('*/api/images/:key', ({ params }) =>
      HttpResponse.json(imageDetail(Number(`0x${String(params.key)}`), changes)),
    ),
  );
}

function problem(status: number, detail: string) {
  return HttpResponse.json({ type: 'about:blank', title: 'Problem', status, detail }, { status });
}

describe('the Image page', () => {
  test('shows the numbers, with the mask score beside its null', async () => {
    serve();
    renderApp(path);
    expect(await screen.findByRole('heading', { name: 'bird-2' })).toHaveFocus();
    expect(screen.getByText(/93\.4/)).toBeVisible();
    expect(screen.getByText(/14 ms/)).toBeVisible();
    expect(
      screen.getByRole('img', { name: '0.612 of 1; a uniform map scores 0.470' }),
    ).toBeVisible();
    expect(screen.getByAltText('object mask of bird-2')).toBeVisible();
  });

  test('shows no mask when there is none, and says so', async () => {
    serve({ hasMask: false, maskScore: null, uniformMaskScore: null });
    renderApp(path);
    expect(await screen.findByText('none: no mask')).toBeVisible();
    expect(screen.queryByText('Object mask')).toBeNull();
  });

  test('says why it cannot be told whether the prediction was right', async () => {
    serve({ right: null, label: 'ant' });
    renderApp(path);
    expect(await screen.findByText('The label maps to no class of the model.')).toBeVisible();
  });

  test('blends the map over the picture in the browser', async () => {
    serve();
    renderApp(path);
    await screen.findByRole('heading', { name: 'bird-2' });
    await userEvent.keyboard('o');
    const map = screen.getByAltText('where the model looked for waterbird');
    expect(map).toHaveAttribute('src', expect.stringContaining('opacity=1'));
    expect(map).toHaveStyle({ opacity: '0.5' });
  });

  test('shows the map of another class, and says when it is not another one', async () => {
    serve();
    let knows = true;
    rest.use(
      http.get('*/api/images/:key/overlay', ({ request }) => {
        const target = new URL(request.url).searchParams.get('target');
        if (target === 'seal') return problem(409, 'No worker has this model.');
        return new HttpResponse(knows && target ? 'other' : 'predicted');
      }),
    );
    renderApp(path);
    const of = await screen.findByRole('combobox', { name: 'Map of' });
    await userEvent.type(of, 'landbird{Enter}');
    const map = await screen.findByAltText('where the model looked for landbird');
    expect(map).toHaveAttribute('src', expect.stringContaining(btoa('other')));
    expect(screen.queryByText(/the same map/)).toBeNull();
    await userEvent.clear(of);
    await userEvent.type(of, 'seal{Enter}');
    expect(await screen.findByText('No worker has this model.')).toBeVisible();
    knows = false;
    await userEvent.clear(of);
    await userEvent.type(of, 'swan{Enter}');
    expect(await screen.findByText(/the same map as that of waterbird/)).toBeVisible();
  });

  test('asks for its neighbours in the list that it came from, and goes back there', async () => {
    serve();
    const asked: string[] = [];
    rest.use(
      http.get('*/api/images/:key/neighbours', ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ previous: null, next: image(9).key });
      }),
    );
    renderApp(`${path}?right=false&sort=lowest-confidence`);
    await screen.findByRole('heading', { name: 'bird-2' });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next image' })).toBeEnabled());
    expect(screen.getByRole('button', { name: 'Previous image' })).toBeDisabled();
    await userEvent.keyboard('j');
    expect(await screen.findByRole('heading', { name: 'bird-9' })).toBeVisible();
    expect(new Set(asked)).toEqual(new Set(['?right=false&sort=lowest-confidence']));
    await userEvent.keyboard('{Escape}');
    expect(await screen.findByText('prediction:')).toBeVisible();
  });

  test('shows the raw JSON, and copies it', async () => {
    serve();
    const user = userEvent.setup();
    renderApp(path);
    await user.click(await screen.findByText('Raw JSON'));
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copied.')).toBeVisible();
    expect(JSON.parse(await navigator.clipboard.readText())).toEqual(imageDetail(2));
  });

  test('shows the attention map as numbers', async () => {
    serve();
    renderApp(path);
    await userEvent.click(await screen.findByRole('button', { name: 'Attention as a table' }));
    expect(screen.getByRole('cell', { name: '0.25' })).toBeVisible();
  });

  test('says that there is no such image', async () => {
    rest.use(http.get('*/api/images/:key', () => problem(404, 'No such key.')));
    renderApp(path);
    expect(await screen.findByText('There is no such image')).toBeVisible();
  });

  test('says what failed, and tries again when told to', async () => {
    rest.use(http.get('*/api/images/:key', () => problem(503, 'The index is rebuilding.')));
    renderApp(path);
    expect(await screen.findByText('The index is rebuilding.')).toBeVisible();
    serve();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { name: 'bird-2' })).toBeVisible();
  });

  test('walks through the stream and goes back to where it was', async () => {
    serve();
    const { say } = renderApp(path);
    say(hello, snapshot());
    expect(await screen.findByRole('heading', { name: 'bird-2' })).toBeVisible();
    await userEvent.keyboard('j');
    expect(await screen.findByRole('heading', { name: 'bird-1' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Next image' })).toBeDisabled();
    await userEvent.keyboard('kk');
    expect(await screen.findByRole('heading', { name: 'bird-3' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.getByText(/^Paused/)).toBeVisible();
    expect(document.activeElement).toHaveAttribute('href', `/images/${image(3).key}`);
  });
});

test('a map is described by where it is strongest', () => {
  expect(describeMap({ height: 2, width: 2, values: [0, 0.25, 0.5, 1] })).toBe(
    'Strongest in row 2 of 2, column 2 of 2; 2 of 4 cells reach half of that.',
  );
  expect(describeMap({ height: 1, width: 2, values: [0, 0] })).toBe('It is zero everywhere.');
});
