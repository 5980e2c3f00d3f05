import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderApp, rest } from '../../testing/renderApp';
import { hello, image, snapshot } from '../../testing/samples';

const PAGE = 100;

/** A list of `total` images, in pages of a hundred; returns the queries that were asked. */
function serve(total: number) {
  const asked: URLSearchParams[] = [];
  rest.use(
    http.get('*/api/images', ({ request }) => {
      const params = new URL(request.url).searchParams;
      asked.push(params);
      const from = Number(params.get('offset') ?? 0);
      const to = Math.min(total, from + PAGE);
      const images = Array.from({ length: to - from }, (_, i) => image(from + i + 1));
      return HttpResponse.json({ images, total, next: null, asOf: 7 });
    }),
  );
  return asked;
}

describe('the Images page', () => {
  // jsdom lays nothing out: every element is as large as a small window.
  beforeAll(() => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    const inner = { clientWidth: 900, clientHeight: 600, scrollHeight: 1e7 };
    const sizes = { ...inner, offsetWidth: 900, offsetHeight: 600 };
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
    }
    HTMLElement.prototype.scrollTo = function (this: HTMLElement, to?: ScrollToOptions | number) {
      this.scrollTop = (typeof to === 'object' && to.top) || 0;
      this.dispatchEvent(new Event('scroll'));
    };
  });
  afterAll(() => vi.unstubAllGlobals());

  const cards = () => within(screen.getByTestId('grid')).getAllByRole('link');

  test('draws a few of many images and says how many there are', async () => {
    serve(100_000);
    renderApp('/images');
    expect(await screen.findByText('100,000')).toBeVisible();
    expect(cards()[0]).toHaveAccessibleName(/^bird-1: label waterbird, .*; 1 of 100,000$/);
    expect(screen.getByTestId('grid').querySelectorAll('*').length).toBeLessThan(300);
  });

  test('asks for the last page alone when led to the end', async () => {
    const asked = serve(100_050);
    renderApp('/images');
    await screen.findByText('100,050');
    expect(asked).toHaveLength(1);
    cards()[0]!.focus();
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/^bird-100050: /));
    const pages = asked.map((params) => [params.get('offset'), params.get('asOf')]);
    expect(pages).toEqual([
      [null, null],
      ['100000', '7'],
    ]);
  });

  test('asks with the filters of its address, and shows each as a chip to remove', async () => {
    const asked = serve(3);
    renderApp('/images?group=a%2C+place%3Db&right=false&sort=oldest');
    const chip = await screen.findByRole('button', { name: 'Remove the filter prediction: wrong' });
    await screen.findByText('3');
    expect(Object.fromEntries(asked[0]!)).toEqual({
      group: 'a, place=b',
      right: 'false',
      sort: 'oldest',
      limit: '100',
    });
    expect(screen.getByRole('link', { name: '↓ CSV' })).toHaveAttribute(
      'href',
      '/api/images/export?format=csv&group=a%2C+place%3Db&right=false&sort=oldest',
    );
    await userEvent.click(chip);
    await waitFor(() => expect(asked.at(-1)?.has('right')).toBe(false));
    await userEvent.click(screen.getByRole('button', { name: 'Clear all' }));
    await waitFor(() => expect(asked.at(-1)?.has('group')).toBe(false));
    expect(asked.at(-1)?.get('sort')).toBe('oldest');
  });

  test('takes a number over only when it is finished', async () => {
    const asked = serve(3);
    renderApp('/images');
    await screen.findByText('3');
    await userEvent.type(screen.getByLabelText('Confidence to'), '0.75');
    expect(asked.some((params) => params.has('maxConfidence'))).toBe(false);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(asked.at(-1)?.get('maxConfidence')).toBe('0.75'));
  });

  test('goes to the filters at the press of a key, which know the groups of the stream', async () => {
    serve(3);
    const { say } = renderApp('/images');
    say(hello, snapshot());
    await screen.findByText('3');
    await userEvent.keyboard('/');
    expect(screen.getByRole('combobox', { name: 'Screening' })).toHaveFocus();
    expect(screen.getByRole('option', { name: 'waterbird, place=swamp' })).toBeInTheDocument();
  });

  test('tells an empty server from filters that leave nothing', async () => {
    serve(0);
    renderApp('/images');
    expect(await screen.findByText('No image has been scored yet')).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Prediction is' }), 'right');
    expect(await screen.findByText('No image matches these filters')).toBeVisible();
  });

  test('says what failed, and tries again when told to', async () => {
    const detail = 'minConfidence: above maxConfidence.';
    rest.use(
      http.get('*/api/images', () =>
        HttpResponse.json(
          { type: 'about:blank', title: 'Bad', status: 400, detail },
          { status: 400 },
        ),
      ),
    );
    renderApp('/images');
    expect(await screen.findByText(detail)).toBeVisible();
    serve(3);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('3')).toBeVisible();
  });
});
