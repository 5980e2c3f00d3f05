import { expect, test } from 'vitest';
import { epoch, training } from '../../testing/samples';
import { epochAxis, places } from './curves';
import { learningRate, loss } from './words';

const running = (batch: number, of = 4) => ({
  current: { ...training().current!, epoch: of, batch, batches: 94 },
});

test('the running epoch is a point that moves on with its batches', () => {
  const history = [epoch(1), epoch(2), epoch(3)];
  expect(places(history, { current: null }).map((place) => place.at)).toEqual([1, 2, 3]);
  expect(places(history, running(0)).map((place) => place.at)).toEqual([1, 2, 3]);
  expect(places(history, running(47)).map((place) => place.at)).toEqual([1, 2, 3, 3.5]);
  expect(places(history, running(94)).at(-1)).toMatchObject({ at: 4, running: true });
});

test('a running epoch that the history has, or is not next to, is not drawn', () => {
  expect(places([epoch(1)], running(10, 1))).toHaveLength(1);
  expect(places([epoch(1)], running(10, 4))).toHaveLength(1);
});

test('the axis reaches over whole epochs, with few ticks', () => {
  const axis = epochAxis(places([epoch(1), epoch(2)], running(10, 3)));
  expect([axis.from, axis.to, axis.step]).toEqual([1, 3, 1]);
  expect(epochAxis(places([], running(10, 1)))).toMatchObject({ from: 0, to: 1 });
  const long = Array.from({ length: 300 }, (_, index) => epoch(index + 1));
  expect(epochAxis(places(long, { current: null })).step).toBe(50);
});

test('what is finished is told apart from what runs, also at its very end', () => {
  const axis = epochAxis(places([epoch(1)], running(94, 2)));
  expect(axis.told(1)).toBe('epoch 1');
  expect(axis.told(2)).toBe('epoch 2, running');
});

test('losses and rates keep their figures whatever their size', () => {
  expect([0, 0.31254, 2.5, 12.345, 123.45, 0.00012, 3e7, null].map(loss)).toEqual([
    '0.0000',
    '0.3125',
    '2.5000',
    '12.35',
    '123.5',
    '1.20e-4',
    '3.00e+7',
    '–',
  ]);
  expect([0.1, 0.001, 0.000032, 0].map(learningRate)).toEqual(['0.1', '0.001', '3.2e-5', '0']);
});
