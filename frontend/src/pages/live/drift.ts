import type { ClassRanks } from '../../api/types';
import { count } from '../../format/numbers';
import { moment } from '../../images/filters';

/** What is said of a class against its reference, in words. */
export function stateWords({ state, direction, since }: ClassRanks): string {
  if (state === 'too-few') return 'too few images to tell';
  if (state === 'steady') return 'as in the reference';
  const how = direction === 'higher' ? 'stronger' : 'weaker';
  return `drifting: cues ${how} than in the reference${since ? `, since ${moment(since)}` : ''}`;
}

/** The mean percentile with its interval, of which images, and what is allowed. */
export function meanWords({ mean, allowed, state }: ClassRanks): string {
  if (!mean) return 'no image yet';
  const [least, most] = [Math.max(0, 0.5 - allowed), Math.min(1, 0.5 + allowed)];
  return (
    `mean rank ${mean.value.toFixed(2)} (${mean.low.toFixed(2)}–${mean.high.toFixed(2)}, ` +
    `n\u00a0${count(mean.n)})${state === 'too-few' ? '' : ' in the last block that decided'}; ${least.toFixed(2)}–${most.toFixed(2)} is no drift`
  );
}

/** The shares of the images in each bin, from 0 to 1; 0 without an image. */
export function shares({ counts, n }: ClassRanks): number[] {
  return counts.map((images) => images / Math.max(1, n));
}

/** The histogram in words: how much has the lowest and the highest ranks, and should have. */
export function spreadWords(ranks: ClassRanks): string {
  const quarter = Math.round(ranks.counts.length / 4);
  const percent = (part: readonly number[]) =>
    `${Math.round(100 * part.reduce((sum, share) => sum + share, 0))}\u202f%`;
  const [own, expected] = [shares(ranks), ranks.expected];
  return (
    `${ranks.name}: of ${count(ranks.n)} images ${percent(own.slice(0, quarter))} have a rank ` +
    `below 0.25 (as the reference: ${percent(expected.slice(0, quarter))}), ` +
    `${percent(own.slice(-quarter))} from 0.75 on (${percent(expected.slice(-quarter))})`
  );
}
