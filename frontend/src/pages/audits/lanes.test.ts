import { expect, test } from 'vitest';
import { auditDetail } from '../../testing/samples';
import { lanes, stretch } from './lanes';

const at = (second: number) => new Date(1_760_000_000_000 + second * 1000).toISOString();
const ended = (unit: number, worker: string, from: number, to: number) => ({
  stage: 'score',
  unit,
  attempt: 0,
  worker,
  at: at(to),
  seconds: to - from,
  error: null,
});

test('each worker has a lane, and units side by side have rows of their own', () => {
  const lately = [
    ended(0, 'worker-10', 0, 4),
    ended(1, 'worker-2', 0, 3),
    ended(2, 'worker-2', 1, 5),
    ended(3, 'worker-2', 3, 6),
  ];
  const running = [{ stage: 'score', unit: 4, attempt: 1, worker: 'worker-2', since: at(6) }];
  const found = lanes({ running, lately });
  expect(found.map(({ worker }) => worker)).toEqual(['worker-2', 'worker-10']);
  expect(found[0]?.rows.map((row) => row.map(({ name }) => name))).toEqual([
    ['score 2', 'score 4', 'score 5, try 2'],
    ['score 3'],
  ]);
});

test('a running unit holds its row', () => {
  const running = [{ stage: 'score', unit: 0, attempt: 0, worker: 'a', since: at(0) }];
  const found = lanes({ running, lately: [ended(1, 'a', 2, 4)] });
  expect(found[0]?.rows).toHaveLength(2);
});

test('the stretch that is shown is neither a moment nor an hour', () => {
  const now = 1_760_000_000_000;
  expect(stretch([], now)).toEqual({ from: now - 10_000, to: now });
  const long = lanes({ running: [], lately: [ended(0, 'a', -3600, -3590), ended(1, 'a', -9, 0)] });
  expect(stretch(long, now)).toEqual({ from: now - 180_000, to: now });
});

test('a clock that is ahead does not put units outside', () => {
  const { progress } = auditDetail();
  const { to } = stretch(lanes(progress), 0);
  expect(to).toBe(Date.parse('2025-10-09T08:55:19Z'));
});
