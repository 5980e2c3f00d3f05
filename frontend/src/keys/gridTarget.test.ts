import { expect, test } from 'vitest';
import { gridTarget } from './gridTarget';

test('arrows lead to the neighbours in a grid of four columns', () => {
  expect(gridTarget('ArrowRight', 4, 10, 4)).toBe(5);
  expect(gridTarget('ArrowLeft', 4, 10, 4)).toBe(3);
  expect(gridTarget('ArrowDown', 4, 10, 4)).toBe(8);
  expect(gridTarget('ArrowUp', 4, 10, 4)).toBe(0);
});

test('at the edges keys lead nowhere', () => {
  expect(gridTarget('ArrowLeft', 0, 10, 4)).toBeNull();
  expect(gridTarget('ArrowDown', 8, 10, 4)).toBeNull();
  expect(gridTarget('x', 4, 10, 4)).toBeNull();
});

test('Home and End lead to the ends', () => {
  expect(gridTarget('Home', 4, 10, 4)).toBe(0);
  expect(gridTarget('End', 4, 10, 4)).toBe(9);
});

test('Page Up and Page Down go as far as they can', () => {
  expect(gridTarget('PageDown', 4, 100, 4, 12)).toBe(16);
  expect(gridTarget('PageDown', 95, 100, 4, 12)).toBe(99);
  expect(gridTarget('PageUp', 4, 100, 4, 12)).toBe(0);
  expect(gridTarget('PageUp', 4, 100, 4)).toBeNull();
});
