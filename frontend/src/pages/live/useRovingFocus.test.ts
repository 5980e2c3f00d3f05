import { expect, test } from 'vitest';
import { target } from './useRovingFocus';

test('arrows lead to the neighbours in a grid of four columns', () => {
  expect(target('ArrowRight', 4, 10, 4)).toBe(5);
  expect(target('ArrowLeft', 4, 10, 4)).toBe(3);
  expect(target('ArrowDown', 4, 10, 4)).toBe(8);
  expect(target('ArrowUp', 4, 10, 4)).toBe(0);
});

test('at the edges keys lead nowhere', () => {
  expect(target('ArrowLeft', 0, 10, 4)).toBeNull();
  expect(target('ArrowDown', 8, 10, 4)).toBeNull();
  expect(target('x', 4, 10, 4)).toBeNull();
});

test('Home and End lead to the ends', () => {
  expect(target('Home', 4, 10, 4)).toBe(0);
  expect(target('End', 4, 10, 4)).toBe(9);
});
