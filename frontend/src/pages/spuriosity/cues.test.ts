import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { arrangedRows, conceptRows, tally, type ConceptGap } from './conceptRows';
import { alongHeadWords, corruptions, lostWords } from './cueWords';
import { meanDrops, surestFirst, type RegionDrop } from './regionDrops';

const drop = (changes: Partial<RegionDrop>): RegionDrop => ({
  ...{ class: 0, feature: 1, verdict: 'core', corruption: 'grey', model: 0 },
  ...{ drop: 0.1, low: 0, high: 0.2, n: 65, p: 0.01, adjusted: 0.02 },
  ...changes,
});

test('a mean drop is over what was measured, and counts only sure losses as sure', () => {
  const means = meanDrops(
    [
      drop({ drop: 0.3 }),
      drop({ drop: -0.1 }),
      drop({ drop: 0.1, adjusted: 0.06 }),
      drop({ drop: null, adjusted: null, n: 0 }),
      drop({ drop: 0.5, verdict: 'spurious' }),
      drop({ drop: 0.7, corruption: 'rotate', model: 1 }),
    ],
    2,
  );
  const core = means(0, 'grey', 'core');
  expect(core.mean).toBeCloseTo(0.1);
  expect(core).toMatchObject({ n: 3, sure: 1 });
  expect(means(0, 'grey', 'spurious')).toEqual({ mean: 0.5, n: 1, sure: 1 });
  expect(means(1, 'rotate', 'core')).toEqual({ mean: 0.7, n: 1, sure: 1 });
  expect(means(1, 'grey', 'core')).toEqual({ mean: null, n: 0, sure: 0 });
});

test('mean drops are those of the definition', () => {
  const { rows, models } = new Documents({ classes: 6, models: 3 }).get('sensitivity') as {
    rows: RegionDrop[];
    models: string[];
  };
  const means = meanDrops(rows, models.length);
  for (let model = 0; model < models.length; model++) {
    for (const corruption of corruptions) {
      for (const verdict of ['core', 'spurious', 'none'] as const) {
        const of = rows
          .filter((row) => row.model === model && row.corruption === corruption)
          .filter((row) => row.verdict === verdict)
          .flatMap((row) => (row.drop === null ? [] : [row.drop]));
        const mean = of.reduce((sum, one) => sum + one, 0) / of.length;
        expect(means(model, corruption, verdict).mean).toBeCloseTo(mean, 12);
      }
    }
  }
});

test('the surest drop comes first, of equals the larger, and what is none last', () => {
  const sorted = [
    drop({ feature: 1, drop: null, adjusted: null }),
    drop({ feature: 2, adjusted: 1, drop: 0.01 }),
    drop({ feature: 3, adjusted: 1, drop: -0.2 }),
    drop({ feature: 4, adjusted: 0.001, drop: 0.05 }),
  ].sort(surestFirst);
  expect(sorted.map(({ feature }) => feature)).toEqual([4, 3, 2, 1]);
});

const gap = (changes: Partial<ConceptGap> & { value?: number }): ConceptGap => ({
  ...{ name: 'place=water', class: 0, model: 0, adjusted: 0.2, used: false, answer: 'discarded' },
  ...{ highest: [], lowest: [], picture: null },
  gap: { value: changes.value ?? 0.1, low: -0.1, high: 0.3, n: 20 },
  ...changes,
});

test('gaps of one concept in one class are a row, whatever their order', () => {
  const rows = conceptRows([
    gap({ model: 1, adjusted: 0.01, answer: 'used', value: -0.4 }),
    gap({ class: 1 }),
    gap({ model: 0 }),
    gap({ name: 'place=land', adjusted: 0.001, answer: 'used' }),
  ]);
  expect(rows.map(({ concept, class: c, gaps }) => [concept, c, gaps.length])).toEqual([
    ['place=water', 0, 2],
    ['place=water', 1, 1],
    ['place=land', 0, 1],
  ]);
  expect(rows[0]).toMatchObject({ surest: 0.01, largest: 0.4 });
  expect(rows[0]!.gaps.map((one) => one?.model)).toEqual([0, 1]);
});

test('rows are chosen by concept and by the answer of any model, and sorted', () => {
  const gaps = [
    gap({ class: 1, adjusted: 0.04, answer: 'used', value: 0.9 }),
    gap({ class: 0, adjusted: 0.01, answer: 'used' }),
    gap({ class: 2, answer: 'undecided' }),
    gap({ name: 'place=land', class: 0 }),
  ];
  const rows = conceptRows(gaps);
  const classes = (...how: [string, 'used' | null, 'surest' | 'largest' | 'class']) =>
    arrangedRows(rows, ...how).map((row) => row.class);
  expect(classes('place=water', 'used', 'surest')).toEqual([0, 1]);
  expect(classes('place=water', 'used', 'largest')).toEqual([1, 0]);
  expect(classes('place=water', null, 'class')).toEqual([0, 1, 2]);
  expect(classes('place=land', 'used', 'surest')).toEqual([]);
  expect(tally(gaps)).toEqual({ used: 2, undecided: 1, discarded: 1 });
});

test('figures are told in words', () => {
  expect(lostWords(0.182)).toBe('18.2 lost');
  expect(lostWords(-0.02)).toBe('2.0 gained');
  expect(lostWords(-0.0001)).toBe('0.0 lost');
  expect(alongHeadWords(0.97)).toBe('0.97: hardly more than how sure the head is');
  expect(alongHeadWords(null)).toBe('not known');
});
