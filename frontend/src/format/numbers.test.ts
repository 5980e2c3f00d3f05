import { expect, test } from 'vitest';
import { bytes, count, duration, percent, percentRange, rate, score } from './numbers';

test('counts are grouped by thousands', () => {
  expect(count(1234567)).toBe('1,234,567');
});

test('shares are percentages with one digit and an unbreakable space', () => {
  expect(percent(0.87412)).toBe('87.4\u202f%');
  expect(percentRange(0.8591, 0.888)).toBe('85.9–88.8\u202f%');
});

test('scores keep three digits', () => {
  expect(score(0.55)).toBe('0.550');
});

test('rates lose their digit from one hundred on', () => {
  expect(rate(9.96)).toBe('10.0');
  expect(rate(99.96)).toBe('100');
  expect(rate(1520.4)).toBe('1,520');
});

test('durations grow into seconds, minutes and hours', () => {
  expect(duration(8.44)).toBe('8.4\u00a0ms');
  expect(duration(320.2)).toBe('320\u00a0ms');
  expect(duration(2140)).toBe('2.1\u00a0s');
  expect(duration(200_000)).toBe('3\u00a0min 20\u00a0s');
  expect(duration(7_500_000)).toBe('2\u00a0h 5\u00a0min');
});

test('sizes grow into kilobytes and megabytes', () => {
  expect(bytes(64)).toBe('64\u00a0B');
  expect(bytes(4097)).toBe('4.1\u00a0kB');
  expect(bytes(12_000_000)).toBe('12.0\u00a0MB');
  expect(bytes(1_204_000_000)).toBe('1.2\u00a0GB');
});
