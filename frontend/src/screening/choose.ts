import type { Screening } from '../api/types';

/** How much longer ago than another a screening must have been active to be left for it. */
const IDLE_MILLIS = 10_000;

/**
 * The screening to show: the wanted one while it exists; else the most recently active, but staying
 * with `present` while that is active too, so that two streams at once do not make the page flicker.
 */
export function chooseScreening(
  screenings: readonly Screening[],
  wanted: string | null,
  present: string | null,
): Screening | null {
  const asked = screenings.find((screening) => screening.key === wanted);
  if (asked) return asked;
  let latest: Screening | null = null;
  for (const screening of screenings) {
    if (!latest || activeAt(screening) > activeAt(latest)) latest = screening;
  }
  const shown = screenings.find((screening) => screening.key === present);
  if (shown && latest && activeAt(latest) - activeAt(shown) < IDLE_MILLIS) return shown;
  return latest;
}

function activeAt(screening: Screening): number {
  return screening.lastScoredAt ? Date.parse(screening.lastScoredAt) : 0;
}
