import type { Group, HistoryPoint } from '../../api/types';
import { WINDOW_SECONDS } from '../../charts/timeAxis';

/** Most groups that the chart draws; the table has them all. */
export const CHARTED_GROUPS = 10;

/**
 * Images per second. A second without a point had none; the newest second is left out while it may
 * still be filling up.
 */
export function rateSeries(history: readonly HistoryPoint[]): { at: number[]; rates: number[] } {
  const newest = history.at(-1)?.at;
  if (newest === undefined) return { at: [], rates: [] };
  const scored = new Map(history.map((point) => [point.at, point.scored]));
  const first = Math.max(history[0]?.at ?? newest, newest - WINDOW_SECONDS + 1);
  const last = history.length > 1 ? newest - 1 : newest;
  const at = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return { at, rates: at.map((second) => scored.get(second) ?? 0) };
}

/** The groups to draw, by name; of many, those of lowest accuracy that are large enough to judge. */
export function chartedGroups(groups: readonly Group[]): readonly Group[] {
  const byName = [...groups].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  if (groups.length <= CHARTED_GROUPS) return byName;
  return byName
    .filter((group) => !group.tooFew)
    .sort((a, b) => a.accuracy.value - b.accuracy.value)
    .slice(0, CHARTED_GROUPS);
}
