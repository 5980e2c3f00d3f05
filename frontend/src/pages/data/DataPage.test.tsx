import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test, vi } from 'vitest';
import type { DataCheck, DataOverview, DataSet } from '../../api/types';
import { renderApp, rest } from '../../testing/renderApp';

const unchecked = { state: 'none', done: 0, total: 300, error: null, checkedAt: null } as const;

const birds: DataSet = {
  name: 'birds',
  layout: 'waterbirds',
  pictures: 300,
  label: 'bird',
  classes: ['landbird', 'waterbird'],
  groups: ['place'],
  check: unchecked,
};

const group = (bird: string, place: string, pictures: number) => ({
  values: { bird, place },
  pictures,
  share: pictures / 300,
});

const pair = { a: 0, b: 1, phi: 0.91, low: 0.86, high: 0.95, n: 300, q: 1e-9, reason: null };

const overview: DataOverview = {
  pictures: 300,
  label: 'bird',
  classes: [
    { name: 'landbird', pictures: 150, bySplit: [100, 50] },
    { name: 'waterbird', pictures: 150, bySplit: [110, 40] },
  ],
  unlabelled: 0,
  splits: [
    { value: 'train', pictures: 210 },
    { value: 'test', pictures: 90 },
  ],
  withoutSplit: 0,
  attributes: [],
  groups: {
    by: ['bird', 'place'],
    combinations: 4,
    empty: 1,
    unknown: 0,
    listed: [
      group('landbird', 'land', 150),
      group('landbird', 'water', 0),
      group('waterbird', 'land', 12),
      group('waterbird', 'water', 138),
    ],
    smallest: group('waterbird', 'land', 12),
  },
  correlations: {
    indicators: [
      { name: 'waterbird', column: 'bird', value: 'waterbird', pictures: 150, known: 300 },
      { name: 'place = water', column: 'place', value: 'water', pictures: 138, known: 300 },
      { name: 'Bald', column: 'Bald', value: 'yes', pictures: 2, known: 300 },
    ],
    pairs: [
      pair,
      { ...pair, b: 2, phi: null, low: null, high: null, q: null, reason: 'only 2 are Bald' },
      { ...pair, a: 1, b: 2, phi: -0.2, low: -0.3, high: -0.1 },
    ],
    strongest: [pair],
    leftOut: [{ column: 'day', reason: 'it has 60 values, more than 20' }],
  },
};

const copies = [
  { id: 'images/1.png', label: 'landbird', split: 'train' },
  { id: 'images/2.png', label: 'waterbird', split: 'test' },
];

const report: NonNullable<DataCheck['report']> = {
  version: 1,
  dataSet: 'birds',
  layout: 'waterbirds',
  overview,
  files: {
    readable: 298,
    bytes: 4_000_000,
    formats: [{ value: 'PNG', pictures: 298 }],
    sizes: [{ value: '64 × 64', pictures: 298 }],
    otherSizes: 0,
    otherPictures: 0,
    masked: 300,
    boxed: 0,
    faults: 1201,
    faultsByKind: { metadata: 1, 'unreadable-image': 1200 },
    listedFaults: [
      { kind: 'metadata', file: 'metadata.csv', line: 9, what: 'y is 7' },
      { kind: 'unreadable-image', file: 'images/3.png', line: 0, what: 'the picture is truncated' },
    ],
    duplicates: {
      groups: 1,
      pictures: 2,
      acrossSplits: 1,
      contradictory: 1,
      listed: [
        { sha256: '0'.repeat(64), count: 2, acrossSplits: true, contradictory: true, copies },
      ],
    },
  },
};

const done: DataCheck = {
  ...unchecked,
  state: 'done',
  checkedAt: '2025-10-09T08:53:20Z',
  report,
};

function serve(check: DataCheck, dataSets: DataSet[] = [birds], told: DataOverview = overview) {
  const held = { check };
  rest.use(
    http.get('*/api/data-sets', () => HttpResponse.json({ dataSets })),
    http.get('*/api/data-sets/:name/overview', () => HttpResponse.json(told)),
    http.get('*/api/data-sets/:name/check', () => HttpResponse.json(held.check)),
  );
  return held;
}

test('what is listed is told before anything was checked', async () => {
  serve({ ...unchecked, report: null });
  renderApp('/data');
  expect(await screen.findByText(/Not checked yet/)).toBeVisible();
  expect(
    await screen.findByText('▲ Only 12 pictures are waterbird, place = land (4.0 %).'),
  ).toBeVisible();
  expect(screen.getByText('▲ 1 of 4 combinations has no picture at all.')).toBeVisible();
  const classes = screen.getByRole('region', { name: 'Pictures by class and split' });
  const row = within(classes).getByRole('row', { name: /^waterbird/ });
  expect(row).toHaveTextContent('waterbird15011040');
  expect(screen.queryByText('Faults')).not.toBeInTheDocument();
});

test('a check is started, watched and cancelled', async () => {
  const held = serve({ ...unchecked, report: null });
  rest.use(
    http.post('*/api/data-sets/birds/check', () => {
      held.check = { ...unchecked, state: 'running', done: 120, report: null };
      return HttpResponse.json(held.check, { status: 202 });
    }),
    http.delete('*/api/data-sets/birds/check', () => {
      held.check = { ...unchecked, state: 'cancelled', done: 130, report: null };
      return HttpResponse.json(held.check, { status: 202 });
    }),
  );
  renderApp('/data');
  await userEvent.click(await screen.findByRole('button', { name: 'Check all pictures' }));
  expect(await screen.findByRole('progressbar', { name: 'Pictures opened' })).toHaveValue(120);
  expect(screen.getByText('120 of 300')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText('Cancelled after 130 of 300 pictures.')).toBeVisible();
  held.check = done;
  expect(screen.getByRole('button', { name: 'Check all pictures' })).toBeEnabled();
});

test('why a check cannot be started is told', async () => {
  serve({ ...unchecked, report: null });
  const detail = 'The data set others is being checked; one is at a time.';
  rest.use(
    http.post('*/api/data-sets/birds/check', () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Conflict', status: 409, detail },
        { status: 409 },
      ),
    ),
  );
  renderApp('/data');
  await userEvent.click(await screen.findByRole('button', { name: 'Check all pictures' }));
  expect(await screen.findByText(`▲ ${detail}`)).toBeVisible();
});

test('what a check found is listed by kind, with the place of each', async () => {
  serve(done);
  renderApp('/data');
  expect(
    await screen.findByText(
      '▲ 1,201 faults; 1 picture lies in more than one split; 1 there twice with different labels.',
    ),
  ).toBeVisible();
  expect(screen.getByText('metadata.csv, line 9')).toBeVisible();
  expect(screen.getByText(/^2 of 1,201 are listed here/)).toBeVisible();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'unreadable-image');
  expect(screen.getByText('images/3.png')).toBeVisible();
  expect(screen.queryByText('metadata.csv, line 9')).not.toBeInTheDocument();
  expect(screen.getByRole('img', { name: 'images/2.png' })).toHaveAttribute(
    'src',
    '/api/data-sets/birds/picture?id=images%2F2.png&width=120',
  );
  expect(screen.getByText(/what is tested was trained on/)).toBeVisible();
});

test('the matrix is walked by arrows, and tells each cell', async () => {
  serve({ ...unchecked, report: null });
  renderApp('/data');
  const grid = await screen.findByRole('grid', { name: /Correlations of 3 attributes/ });
  const told = 'waterbird and place = water: φ 0.910, 95 % 0.86 to 0.95, 300 pictures.';
  expect(screen.getByText(told)).toBeVisible();
  const cells = within(grid).getAllByRole('gridcell');
  expect(cells).toHaveLength(9);
  expect(cells.filter((cell) => cell.tabIndex === 0)).toHaveLength(1);
  cells[1]!.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(cells[2]).toHaveFocus();
  expect(screen.getByText('waterbird and Bald: not told, only 2 are Bald.')).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(cells[8]).toHaveFocus();
  expect(screen.getByText('Bald: in 2 of 300 pictures.')).toBeVisible();
  await userEvent.hover(cells[5]!);
  expect(screen.getByText(/^place = water and Bald: φ −0.200/)).toBeVisible();
});

test('where too few attributes are left it says that some were left out', async () => {
  const { indicators, leftOut } = overview.correlations;
  const one = { indicators: indicators.slice(0, 1), pairs: [], strongest: [], leftOut };
  serve({ ...unchecked, report: null }, [birds], { ...overview, correlations: one });
  renderApp('/data');
  expect(await screen.findByText(/no two attributes to compare: 1 of those that/)).toBeVisible();
  expect(screen.queryByText(/nothing else is known/)).toBeNull();
});

test('pairs with the same numbers are all listed, without a warning', async () => {
  const warned = vi.spyOn(console, 'error');
  const correlations = { ...overview.correlations, strongest: [pair, pair] };
  serve({ ...unchecked, report: null }, [birds], { ...overview, correlations });
  renderApp('/data');
  const table = await screen.findByRole('region', { name: 'Strongest pairs' });
  expect(within(table).getAllByRole('row')).toHaveLength(3);
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('another data set is chosen, and has its own address', async () => {
  serve({ ...unchecked, report: null }, [birds, { ...birds, name: 'other birds' }]);
  renderApp('/data');
  await userEvent.selectOptions(
    await screen.findByRole('combobox', { name: 'Data set' }),
    'other birds',
  );
  expect(await screen.findByRole('heading', { name: 'Data: other birds' })).toBeVisible();
});

test('without a data set it tells how to declare one', async () => {
  renderApp('/data');
  expect(await screen.findByText('No data set is declared')).toBeVisible();
});
