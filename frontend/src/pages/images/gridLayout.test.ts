import { expect, test } from 'vitest';
import { layOut, MOST_NODES } from './gridLayout';

const sizes = [
  [320, 420],
  [366, 700],
  [1060, 640],
  [1408, 640],
  [1768, 900],
  [3000, 1800],
] as const;

test('windows of any size draw few elements of 100,000 images', () => {
  for (const [width, height] of sizes) {
    const { columns, rowHeight } = layOut(width, height, 100_000);
    const drawnRows = Math.ceil(height / rowHeight) + 1 + 2 + 1;
    expect(drawnRows * columns * 5, `${width} × ${height}`).toBeLessThanOrEqual(MOST_NODES);
  }
});

test('wide windows have more columns than narrow ones, which have two', () => {
  expect(layOut(366, 700, 1000).columns).toBe(2);
  expect(layOut(1060, 640, 1000).columns).toBeGreaterThan(4);
});

test('every image has a place while the browser can draw that far', () => {
  expect(layOut(1408, 640, 100_000).places).toBe(100_000);
  const narrow = layOut(366, 700, 10_000_000);
  expect(narrow.places).toBeLessThan(10_000_000);
  expect(narrow.rows * narrow.rowHeight).toBeLessThanOrEqual(15_000_000);
});

test('no image needs no row', () => {
  expect(layOut(1408, 640, 0)).toMatchObject({ rows: 0, places: 0 });
});
