import { expect, test } from 'vitest';
import { csvName, toCsv } from './csv';

test('values keep all their digits, and what is missing is empty', () => {
  const csv = {
    head: ['time', 'p50'],
    rows: [
      ['2025-10-09T08:53:20Z', 0.1 + 0.2],
      ['x', null],
    ],
  };
  expect(toCsv(csv)).toBe('time,p50\r\n2025-10-09T08:53:20Z,0.30000000000000004\r\nx,\r\n');
});

test('only what would break a line or a column is quoted', () => {
  const rows = [['waterbird, place=land', 'say "cheese"', 'two\nlines', 'plain']];
  expect(toCsv({ head: ['a', 'b', 'c', 'd'], rows })).toBe(
    'a,b,c,d\r\n"waterbird, place=land","say ""cheese""","two\nlines",plain\r\n',
  );
});

test('a file is named after the chart', () => {
  expect(csvName('Latency, capture to score')).toBe('telltale-latency-capture-to-score.csv');
});
