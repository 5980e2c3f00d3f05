import { describe, expect, test } from 'vitest';
import {
  chipsOf,
  goesByRank,
  imagesPath,
  readFilters,
  writeFilters,
  type ImageFilters,
} from './filters';

const all: ImageFilters = {
  screening: 'waterbirds/abc',
  label: 'waterbird',
  predicted: 'a, b & c',
  group: 'waterbird, place=land',
  right: false,
  minConfidence: 0,
  maxConfidence: 0.5,
  minMaskScore: 0.25,
  maxMaskScore: 1,
  minPercentile: 0.9,
  maxPercentile: 1,
  scoredFrom: '2025-10-09T08:53:20.000Z',
  scoredTo: '2025-10-09T08:53:21.000Z',
  sort: 'lowest-confidence',
};

describe('filters', () => {
  test('come back from the address as they were written', () => {
    expect(readFilters(writeFilters(all))).toEqual(all);
    expect(readFilters(new URLSearchParams(imagesPath(all).split('?')[1]))).toEqual(all);
  });

  test('each alone comes back too', () => {
    for (const [name, value] of Object.entries(all)) {
      const one = { [name]: value };
      expect(readFilters(writeFilters(one))).toEqual(one);
    }
  });

  test('cards tell the rank where the list goes by it', () => {
    expect(goesByRank({ sort: 'lowest-spuriosity' })).toBe(true);
    expect(goesByRank({ maxPercentile: 0 })).toBe(true);
    expect(goesByRank({ sort: 'lowest-mask-score', minMaskScore: 0 })).toBe(false);
  });

  test('an address without any asks for everything', () => {
    expect(readFilters(new URLSearchParams())).toEqual({});
    expect(imagesPath({})).toBe('/images');
    expect(imagesPath({ sort: 'newest' })).toBe('/images');
  });

  test('what an address says wrongly is left out', () => {
    const wrong = 'right=maybe&minConfidence=2&maxConfidence=x&scoredFrom=now&sort=best&label=';
    expect(readFilters(new URLSearchParams(wrong))).toEqual({});
  });

  test('of the same kind make one chip, and the order makes none', () => {
    const chips = chipsOf(all);
    expect(chips.map((chip) => chip.name)).toEqual([
      'screening',
      'label',
      'predicted',
      'group',
      'prediction',
      'confidence',
      'mask score',
      'spuriosity rank',
      'scored',
    ]);
    expect(chips[5]).toMatchObject({ value: '0 to 0.5' });
    expect(chipsOf({ maxMaskScore: 0.3 })[0]).toMatchObject({ value: 'up to 0.3' });
    expect(chipsOf({ minMaskScore: 0.3 })[0]).toMatchObject({ value: 'from 0.3' });
  });

  test('a chip knows the filters without it', () => {
    const { without } = chipsOf(all)[5]!;
    expect(without).not.toHaveProperty('minConfidence');
    expect(without).not.toHaveProperty('maxConfidence');
    expect(without).toMatchObject({ label: 'waterbird', sort: 'lowest-confidence' });
  });
});
