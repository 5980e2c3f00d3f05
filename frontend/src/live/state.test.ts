import { describe, expect, test } from 'vitest';
import type { LiveDelta } from '../api/types';
import { hello, image, point, screening, snapshot, training, worker } from '../testing/samples';
import {
  foldBroken,
  foldMessage,
  HISTORY_POINTS,
  initialLiveState,
  mergeHistory,
  mergeRecent,
  RECENT_IMAGES,
} from './state';

const synced = foldMessage(foldMessage(initialLiveState, hello), snapshot());
const delta = (changes: Partial<LiveDelta> = {}): LiveDelta => ({
  type: 'delta',
  seq: 2,
  ...changes,
});

describe('the live state', () => {
  test('is waiting after hello and synced after a snapshot', () => {
    expect(foldMessage(initialLiveState, hello)).toMatchObject({ sync: 'waiting', member: 'm-1' });
    expect(synced).toMatchObject({ sync: 'synced', known: true, seq: 1 });
  });

  test('keeps what a delta does not mention', () => {
    const next = foldMessage(synced, delta({ rejects: { total: 1, byReason: { 'not-json': 1 } } }));
    expect(next.rejects.total).toBe(1);
    expect(next.screenings).toBe(synced.screenings);
    expect(next.workers).toBe(synced.workers);
    expect(next.recent).toBe(synced.recent);
  });

  test('replaces a screening but joins its history', () => {
    const changed = screening({
      scored: 3100,
      history: [point(1002, { scored: 150 }), point(1003)],
    });
    const [next] = foldMessage(synced, delta({ screenings: [changed] })).screenings;
    expect(next?.scored).toBe(3100);
    expect(next?.history.map((p) => [p.at, p.scored])).toEqual([
      [1000, 100],
      [1001, 100],
      [1002, 150],
      [1003, 100],
    ]);
  });

  test('takes in a screening it did not know and leaves the others alone', () => {
    const other = screening({ key: 'ants/def', dataset: 'ants' });
    const next = foldMessage(synced, delta({ screenings: [other] }));
    expect(next.screenings.map((s) => s.key)).toEqual(['waterbirds/abc', 'ants/def']);
  });

  test('replaces a training that changed, adds one in its place and drops one that is gone', () => {
    const runs = (state: typeof synced) => state.trainings.map(({ run }) => run);
    const [a, b, c] = ['a', 'b', 'c'].map((run) => training({ run })) as [
      ReturnType<typeof training>,
      ReturnType<typeof training>,
      ReturnType<typeof training>,
    ];
    let state = foldMessage(synced, delta({ trainings: [b, a], runs: ['b', 'a'] }));
    expect(runs(state)).toEqual(['b', 'a']);
    state = foldMessage(state, delta({ seq: 3, trainings: [{ ...a, state: 'failed' }] }));
    expect(state.trainings.map((one) => one.state)).toEqual(['running', 'failed']);
    state = foldMessage(state, delta({ seq: 4, trainings: [c], runs: ['c', 'a'] }));
    expect(runs(state)).toEqual(['c', 'a']);
    expect(foldMessage(state, delta({ seq: 5, workers: [] })).trainings).toBe(state.trainings);
  });

  test('takes the workers of a delta as all workers', () => {
    const next = foldMessage(synced, delta({ workers: [worker({ member: 'm-2' })] }));
    expect(next.workers.map((w) => w.member)).toEqual(['m-2']);
  });

  test('asks for a resync after a gap and ignores deltas until the snapshot', () => {
    const gap = foldMessage(synced, delta({ seq: 4, workers: [] }));
    expect(gap).toMatchObject({ sync: 'resyncing', seq: 1 });
    expect(gap.workers).toBe(synced.workers);
    expect(foldMessage(gap, delta({ seq: 2, workers: [] }))).toBe(gap);
    expect(foldMessage(gap, snapshot({ seq: 9 }))).toMatchObject({ sync: 'synced', seq: 9 });
  });

  test('notices by a ping that the last delta was missed', () => {
    const ping = { type: 'ping', at: '2025-10-09T08:53:20Z' } as const;
    expect(foldMessage(synced, { ...ping, seq: 1 })).toBe(synced);
    expect(foldMessage(synced, { ...ping, seq: 2 }).sync).toBe('resyncing');
  });

  test('treats a broken message as a missed one', () => {
    expect(foldBroken(synced).sync).toBe('resyncing');
  });

  test('keeps the old figures over a reconnect until the new snapshot', () => {
    const again = foldMessage(synced, hello);
    expect(again.sync).toBe('waiting');
    expect(again.screenings).toBe(synced.screenings);
    expect(foldMessage(again, delta({ seq: 2, workers: [] }))).toBe(again);
  });
});

test('history never exceeds its cap and drops the oldest', () => {
  const old = Array.from({ length: HISTORY_POINTS }, (_, i) => point(i));
  const merged = mergeHistory(old, [point(HISTORY_POINTS)]);
  expect(merged).toHaveLength(HISTORY_POINTS);
  expect(merged[0]?.at).toBe(1);
});

test('recent images never exceed their cap and hold no image twice', () => {
  const old = Array.from({ length: RECENT_IMAGES }, (_, i) => image(RECENT_IMAGES - i));
  const merged = mergeRecent(old, [image(61), image(60)]);
  expect(merged).toHaveLength(RECENT_IMAGES);
  expect(merged.slice(0, 3).map((i) => i.id)).toEqual(['bird-61', 'bird-60', 'bird-59']);
  expect(new Set(merged.map((i) => i.key)).size).toBe(RECENT_IMAGES);
});
