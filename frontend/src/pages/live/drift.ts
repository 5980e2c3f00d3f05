import type { ClassRanks } from '../../api/types';
import { clock } from '../../live/connection';
import { count } from '../../format/numbers';

/** What is said of a class against its reference, in words. */
export function stateWords({ state, direction, since }: ClassRanks): string {
  if (state === 'too-few') return 'too few images to tell';
  if (state === 'steady') return 'as in the reference';
  const how = direction === 'higher' ? 'stronger' : 'weaker';
  return `drifting: cues ${how} than in the reference${since ? `, since ${clock(since)}` : ''}`;
}

/** The mean percentile with its interval, and what is allowed. */
export function meanWords({ mean, allowed }: ClassRanks): string {
  if (!mean) return 'no image yet';
  const [least, most] = [Math.max(0, 0.5 - allowed), Math.min(1, 0.5 + allowed)];
  return (
    `mean rank ${mean.value.toFixed(2)} (${mean.low.toFixed(2)}–${mean.high.toFixed(2)}, ` +
    `n\u00a0${count(mean.n)}); ${least.toFixed(2)}–${most.toFixed(2)} is no drift`
  );
}

/** The shares of the images in each bin, in units of what the reference has there. */
export function timesReference({ counts, n }: ClassRanks): number[] {
  return counts.map((images) => (n === 0 ? 0 : (images * counts.length) / n));
}

/** The histogram in words: how much lies in the weakest and in the strongest quarter. */
export function spreadWords({ name, counts, n }: ClassRanks): string {
  const quarter = Math.round(counts.length / 4);
  const share = (part: readonly number[]) =>
    Math.round((100 * part.reduce((sum, images) => sum + images, 0)) / Math.max(1, n));
  return (
    `${name}: ${share(counts.slice(0, quarter))}\u202f% of ${count(n)} images are among the ` +
    `weakest quarter of the reference, ${share(counts.slice(-quarter))}\u202f% among the strongest`
  );
}
