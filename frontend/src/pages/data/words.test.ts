import { expect, test } from 'vitest';
import type { DataCorrelation, DataCorrelations } from '../../api/types';
import { groupName, isRare, pairSentence, phi, smallestGroup } from './words';

const group = { values: { bird: 'waterbird', place: 'land' }, pictures: 12, share: 0.004 };

const pair: DataCorrelation = {
  a: 0,
  b: 1,
  phi: -0.4123,
  low: -0.511,
  high: -0.296,
  n: 1200,
  q: 0,
  reason: null,
};

const indicator = { column: 'c', value: 'v', pictures: 1, known: 2 };
const found: DataCorrelations = {
  indicators: [
    { ...indicator, name: 'waterbird' },
    { ...indicator, name: 'place = water' },
  ],
  pairs: [pair],
  strongest: [pair],
  leftOut: [],
};

test('a group is told by its label and the values of the others', () => {
  expect(groupName(group.values, 'bird')).toBe('waterbird, place = land');
  expect(smallestGroup(group, 'bird', 4)).toBe(
    '▲ Only 12 pictures are waterbird, place = land (0.4\u202f%).',
  );
  expect(smallestGroup({ ...group, pictures: 1 }, null, 4)).toContain(
    'Only 1 picture is bird = waterbird, place = land',
  );
});

test('a group is rare below half of an even share, or below thirty pictures', () => {
  expect(isRare({ ...group, pictures: 300, share: 0.124 }, 4)).toBe(true);
  expect(isRare({ ...group, pictures: 300, share: 0.126 }, 4)).toBe(false);
  expect(isRare({ ...group, pictures: 29, share: 0.5 }, 2)).toBe(true);
  expect(smallestGroup({ ...group, pictures: 300, share: 0.2 }, 'bird', 4)).toBe(
    'The smallest group is waterbird, place = land, with 300 pictures (20.0\u202f%).',
  );
});

test('a correlation has a minus of its own width', () => {
  expect(phi(-0.4123)).toBe('−0.412');
  expect(phi(1)).toBe('1.000');
});

test('a pair is told with its interval, or why nothing can be told', () => {
  expect(pairSentence(pair, found)).toBe(
    'waterbird and place = water: φ −0.412, 95\u202f% −0.51 to −0.30, 1,200 pictures.',
  );
  expect(pairSentence({ ...pair, low: null, high: null, phi: 1 }, found)).toContain('no interval');
  const few = { ...pair, phi: null, reason: 'of 30 pictures only 3 are waterbird' };
  expect(pairSentence(few, found)).toBe(
    'waterbird and place = water: not told, of 30 pictures only 3 are waterbird.',
  );
});
