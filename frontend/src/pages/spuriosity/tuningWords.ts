import type { Line } from '../../charts/LineChart';
import type { SpuriosityTuning } from '../../api/types';
import { percent } from '../../format/numbers';
import { points } from './words';

/** What a head was tuned on. */
export type TuningSet = SpuriosityTuning['sets'][number]['set'];
/** One tuning. */
export type Trial = SpuriosityTuning['sets'][number]['trials'][number];

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
  return [...new Set(all.flatMap(({ trials }) => trials.map(({ trial }) => trial)))].sort(
    (a, b) => a - b,
  );
}

/** The trial of this number on each choice of images. */
export function trialsOf(
  { sets: all }: SpuriosityTuning,
  number: number,
): readonly { readonly set: TuningSet; readonly trial: Trial }[] {
  return all.flatMap(({ set, trials }) => {
    const trial = trials.find((one) => one.trial === number);
    return trial ? [{ set, trial }] : [];
  });
}

/** What tuning on one choice of images did, over all its trials that have ended; null before. */
export function outcome(
  { before }: SpuriosityTuning,
  { set, trials }: SpuriosityTuning['sets'][number],
): string | null {
  const ended = trials.flatMap(({ after }) => (after ? [after] : []));
  const gap = mean(ended.map((after) => after.gap.value));
  const accuracy = mean(ended.map((after) => after.accuracy.value));
  if (gap === null || accuracy === null) return null;
  const from = (value: number | null | undefined, words: (n: number) => string) =>
    value == null ? 'not known' : words(value);
  return (
    `Tuned on ${words(set)} the gap goes from ${from(before?.gap.value, points)} to ${points(gap)} points and ` +
    `accuracy from ${from(before?.accuracy.value, percent)} to ${percent(accuracy)} ` +
    `(${ended.length === 1 ? 'one trial' : `mean of ${ended.length} trials`}).`
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
