import type { Line } from '../../charts/LineChart';
import type { SpuriosityTuning } from '../../api/types';
import { percent } from '../../format/numbers';
import { points } from './words';

/** What a head was tuned on. */
export type TuningSet = SpuriosityTuning['sets'][number]['set'];
/** One tuning that has ended. */
export type Trial = SpuriosityTuning['sets'][number]['trials'][number];
/** A tuning, ended or not, as it was watched. */
export type Watched = SpuriosityTuning['sets'][number]['going'][number];

/** The three choices of images, as they are called and drawn. */
export const sets: Readonly<
  Record<TuningSet, { name: string; tone: Line['tone']; dashed: boolean }>
> = {
  low: { name: 'low spuriosity', tone: 'accent', dashed: false },
  random: { name: 'random', tone: 'reference', dashed: true },
  errors: { name: 'errors', tone: 'wrong', dashed: true },
};

/** All trials that have begun, by their numbers. */
export function trialNumbers({ sets: all }: SpuriosityTuning): number[] {
  const begun = all.flatMap(({ trials, going }) => [...trials, ...going]);
  return [...new Set(begun.map(({ trial }) => trial))].sort((a, b) => a - b);
}

/** The trial of this number on each choice of images, ended or not. */
export function watchedOf(
  { sets: all }: SpuriosityTuning,
  number: number,
): readonly { readonly set: TuningSet; readonly trial: Watched }[] {
  return all.flatMap(({ set, trials, going }) => {
    const trial = [...trials, ...going].find((one) => one.trial === number);
    return trial ? [{ set, trial }] : [];
  });
}

/** How many trials have begun and not ended, and where the furthest is; null when none. */
export function begun({ sets: all }: SpuriosityTuning, working: boolean): string | null {
  const going = all.flatMap((set) => set.going);
  if (going.length === 0) return null;
  const epoch = Math.max(...going.map(lastEpoch));
  const one = going.length === 1;
  const where = one ? `at epoch ${epoch}` : `the furthest at epoch ${epoch}`;
  return working
    ? `${one ? 'One trial goes' : `${going.length} trials go`} on, ${where}.`
    : `${one ? 'One trial has' : `${going.length} trials have`} not ended, ${where}.`;
}

/** The last epoch that a trial's curve knows. */
export function lastEpoch({ curve }: Watched): number {
  return curve.at(-1)?.epoch ?? 0;
}

/** The trial of this number on each choice of images where it has ended. */
export function trialsOf(
  { sets: all }: SpuriosityTuning,
  number: number,
): readonly { readonly set: TuningSet; readonly trial: Trial }[] {
  return all.flatMap(({ set, trials }) => {
    const trial = trials.find((one) => one.trial === number);
    return trial ? [{ set, trial }] : [];
  });
}

/** What tuning on one choice of images did, over its trials; null before one has ended. */
export function outcome(
  { before }: SpuriosityTuning,
  { set, trials }: SpuriosityTuning['sets'][number],
): string | null {
  // Gaps of either sign would cancel.
  const gap = mean(trials.map(({ after: { gap: of } }) => of.value && Math.abs(of.value)));
  const accuracy = mean(trials.map(({ after }) => after.accuracy.value));
  if (gap === null || accuracy === null) return null;
  const from = (value: number | null | undefined, words: (n: number) => string) =>
    value == null ? 'not known' : words(value);
  return (
    `Tuned on ${words(set)} the gap goes from ${from(before?.gap.value, points)} to ${points(gap).replace('+', '')} points of either sign and ` +
    `accuracy from ${from(before?.accuracy.value, percent)} to ${percent(accuracy)} ` +
    `(${trials.length === 1 ? 'one trial' : `mean of ${trials.length} trials`}).`
  );
}

/** A choice of images in a sentence. */
export function words(set: TuningSet): string {
  return {
    low: 'images of low spuriosity',
    random: 'random images',
    errors: 'images that the model gets wrong',
  }[set];
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
