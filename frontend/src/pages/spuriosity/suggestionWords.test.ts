import { expect, test } from 'vitest';
import { suggestionWords } from './words';

const maps = { outside: 0.7, uniform: 0.86, images: 20 };

test('what objects and surroundings do stands before where the activation lies', () => {
  const exchange = { object: 0.1, surroundings: 1.234, exchanged: 100 };
  expect(suggestionWords({ ...maps, ...exchange, verdict: 'spurious', missing: null })).toMatch(
    /^Masks suggest spurious: the class’s objects change it by \+0.10 standard deviations, its surroundings by \+1.23 \(100 of each exchanged\); 70\s% of the activation lies outside/,
  );
});

test('a suggestion that is not made has its reason', () => {
  const none = { outside: null, uniform: null, images: 0, verdict: null };
  expect(suggestionWords({ ...none, missing: 'no image has a mask' })).toBe(
    'Masks suggest nothing: no image has a mask.',
  );
});
