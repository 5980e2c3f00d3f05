import { expect, test } from 'vitest';
import { group, point } from '../../testing/samples';
import { CHARTED_GROUPS, chartedGroups, rateSeries } from './series';

test('a second without a point had no images, and the newest second is not drawn yet', () => {
  const history = [point(10, { scored: 5 }), point(13, { scored: 7 }), point(14, { scored: 1 })];
  expect(rateSeries(history)).toEqual({ at: [10, 11, 12, 13], rates: [5, 0, 0, 7] });
});

test('the first second of all is drawn at once', () => {
  expect(rateSeries([point(10, { scored: 5 })])).toEqual({ at: [10], rates: [5] });
  expect(rateSeries([])).toEqual({ at: [], rates: [] });
});

test('a pause of hours does not become hours of zeros', () => {
  const series = rateSeries([point(0), point(100_000), point(100_001)]);
  expect(series.at.length).toBeLessThanOrEqual(600);
});

test('few groups are charted by name, small ones too', () => {
  const names = chartedGroups([group('b', 0.2, 100), group('a', 0.9, 3)]).map((g) => g.name);
  expect(names).toEqual(['a', 'b']);
});

test('of many groups the worst that are large enough are charted', () => {
  const many = Array.from({ length: 500 }, (_, i) => group(`g${i}`, i / 500, i === 0 ? 3 : 50));
  const charted = chartedGroups(many);
  expect(charted).toHaveLength(CHARTED_GROUPS);
  expect(charted[0]?.name).toBe('g1');
});
