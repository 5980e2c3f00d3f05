import { clock } from '../live/connection';

/** Seconds that a chart over time looks back. */
export const WINDOW_SECONDS = 600;

const STEPS = [5, 10, 15, 30, 60, 120, 300];

/** Distance of ticks, in seconds, so that there are six at most. */
export function tickStep(seconds: number): number {
  return STEPS.find((step) => seconds / step <= 6) ?? 300;
}

/** The label of a tick: with seconds only when the ticks are that close. */
export function tickLabel(at: number, step: number): string {
  const time = clock(at * 1000);
  return step < 60 ? time : time.slice(0, 5);
}

/** The points of the last ten minutes before the newest one. */
export function inWindow<T extends { at: number }>(points: readonly T[]): readonly T[] {
  const newest = points.at(-1);
  if (!newest) return points;
  return points.filter((point) => point.at > newest.at - WINDOW_SECONDS);
}
