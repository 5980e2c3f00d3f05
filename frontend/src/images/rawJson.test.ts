import { expect, test } from 'vitest';
import { rawJson } from './rawJson';

test('lists of numbers stand in one line, and the text is still the same JSON', () => {
  const value = { id: 'a [ 1,\n 2 ]', map: { values: [0, -0.25, 1e-7] }, groups: {}, none: [] };
  expect(rawJson(value)).toContain('"values": [0, -0.25, 1e-7]');
  expect(JSON.parse(rawJson(value))).toEqual(value);
});
