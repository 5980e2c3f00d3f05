import { expect, test } from 'vitest';
import { cellAt, matrixLayout, scrolledTo } from './matrixLayout';

const names = (count: number) => Array.from({ length: count }, (_, i) => `name ${i}`);

test('few columns have room for a number each, many keep a width that can be pointed at', () => {
  expect(matrixLayout(1200, names(5), names(12)).cellWidth).toBeGreaterThan(30);
  const wide = matrixLayout(390, names(1000), names(50));
  expect(wide.cellWidth).toBe(15);
  expect(wide.width).toBeGreaterThan(390);
});

test('the cell under a point is found wherever the matrix is scrolled to', () => {
  const layout = matrixLayout(390, names(1000), names(50));
  const { left, top, cellWidth, cellHeight } = layout;
  const at = (x: number, y: number) =>
    cellAt(layout, left + x, top + y, { x: 10 * cellWidth, y: 500 * cellHeight }, 1000, 50);
  expect(at(1, 1)).toEqual({ row: 500, column: 10 });
  expect(at(cellWidth * 3, cellHeight * 2)).toEqual({ row: 502, column: 13 });
  expect(at(-5, 5)).toBeNull();
  expect(at(45 * cellWidth, 5)).toBeNull();
});

test('it is scrolled as little as is needed to bring a cell into sight', () => {
  const layout = matrixLayout(390, names(1000), names(50));
  const seen = { width: 390, height: 500 };
  const from = { x: 0, y: 0 };
  expect(scrolledTo(layout, { row: 1, column: 1 }, from, seen)).toEqual(from);
  const far = scrolledTo(layout, { row: 999, column: 49 }, from, seen);
  expect(far.y).toBe(1000 * layout.cellHeight - (500 - layout.top));
  expect(scrolledTo(layout, { row: 0, column: 0 }, far, seen)).toEqual(from);
});
