import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import type {
  SpuriosityClassSensitivity,
  SpuriosityModelSensitivity,
  SpuriositySensitivity,
} from '../../api/types';
import { arrangedRows, conceptRows, tally, type ConceptGap } from './conceptRows';
import { alongHeadWords, lostWords } from './cueWords';
import { dropAt, meanDrops } from './regionDrops';

test('a mean drop is found by model, corruption and verdict, and is none where none was measured', () => {
  const means = meanDrops([
    { verdict: 'core', corruption: 'grey', mean: [0.1, null], n: [3, 0], sure: [1, 0] },
    { verdict: 'spurious', corruption: 'rotate', mean: [0.5, 0.7], n: [1, 2], sure: [1, 2] },
  ]);
  expect(means(0, 'grey', 'core')).toEqual({ mean: 0.1, n: 3, sure: 1 });
  expect(means(1, 'grey', 'core')).toEqual({ mean: null, n: 0, sure: 0 });
  expect(means(1, 'rotate', 'spurious')).toEqual({ mean: 0.7, n: 2, sure: 2 });
  expect(means(0, 'blur', 'none')).toEqual({ mean: null, n: 0, sure: 0 });
});

test('the made-up documents of a class, of a model and of all agree', () => {
  const documents = new Documents({ classes: 6, models: 3 });
  const all = documents.get('sensitivity') as SpuriositySensitivity;
  for (let model = 0; model < 3; model++) {
    const own = documents.get(`sensitivity-model-${model}`) as SpuriosityModelSensitivity;
    expect(own.drop).toHaveLength(6 * 5 * 3);
    const sure = own.adjusted.map((p) => p ?? 2);
    expect(sure).toEqual([...sure].sort((a, b) => a - b));
    for (const { verdict, corruption, mean, n } of all.means) {
      const of = own.drop.filter(
        (drop, at) =>
          drop !== null && own.verdict[at] === verdict && own.corruption[at] === corruption,
      ) as number[];
      expect(n[model]).toBe(of.length);
      expect(mean[model]).toBeCloseTo(of.reduce((sum, one) => sum + one, 0) / of.length, 12);
    }
    for (let at = 0; at < own.drop.length; at++) {
      const c = documents.get(`sensitivity-class-${own.class[at]}`) as SpuriosityClassSensitivity;
      const feature = c.features.find((one) => one.feature === own.feature[at])!;
      const there = feature.corruptions.find((one) => one.corruption === own.corruption[at])!;
      expect(dropAt(there, model)).toEqual(dropAt(own, at));
    }
  }
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
