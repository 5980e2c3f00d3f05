import { expect, test } from 'vitest';
import { screening } from '../testing/samples';
import { chooseScreening } from './choose';

const old = screening({ key: 'old', lastScoredAt: '2025-10-09T08:00:00Z' });
const a = screening({ key: 'a', lastScoredAt: '2025-10-09T09:00:00Z' });
const b = screening({ key: 'b', lastScoredAt: '2025-10-09T09:00:02Z' });

test('the most recently active screening is shown by default', () => {
  expect(chooseScreening([old, a, b], null, null)).toBe(b);
  expect(chooseScreening([], null, null)).toBeNull();
});

test('a wanted screening is shown while it exists', () => {
  expect(chooseScreening([old, a, b], 'old', 'b')).toBe(old);
  expect(chooseScreening([old, a, b], 'gone', null)).toBe(b);
});

test('two screenings active at once do not take turns', () => {
  expect(chooseScreening([a, b], null, 'a')).toBe(a);
});

test('an idle screening gives way to one that became active', () => {
  expect(chooseScreening([old, b], null, 'old')).toBe(b);
});
