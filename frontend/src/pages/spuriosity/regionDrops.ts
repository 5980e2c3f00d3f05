import type { SpuriositySensitivity, SpuriosityVerdict } from '../../api/types';
import { corruptions, type Corruption } from './cueWords';

/** What one model loses with the region of one feature, corrupted in one way. */
export type RegionDrop = SpuriositySensitivity['rows'][number];

/** Adjusted p-value up to which a drop is called sure. */
export const SURE = 0.05;

/** Features by verdict, in the order in which they are compared. */
export const compared: readonly SpuriosityVerdict[] = ['core', 'spurious', 'none'];

/** What a model loses on average over the features of one verdict. */
export interface MeanDrop {
  /** Null where none was measured. */
  readonly mean: number | null;
  /** Features of classes that were measured. */
  readonly n: number;
  /** Of these, those whose drop is above 0 by more than chance. */
  readonly sure: number;
}

/** Mean drops of so many models, by model, corruption and verdict. */
export function meanDrops(
  rows: readonly RegionDrop[],
  models: number,
): (model: number, corruption: Corruption, verdict: SpuriosityVerdict) => MeanDrop {
  const size = models * corruptions.length * compared.length;
  const [sums, counts, sures] = [0, 1, 2].map(() => new Float64Array(size));
  const at = (model: number, corruption: Corruption, verdict: SpuriosityVerdict) =>
    (model * corruptions.length + corruptions.indexOf(corruption)) * compared.length +
    compared.indexOf(verdict);
  for (const { model, corruption, verdict, drop, adjusted } of rows) {
    if (drop === null || model >= models) continue;
    const cell = at(model, corruption, verdict);
    sums![cell]! += drop;
    counts![cell]! += 1;
    if (drop > 0 && adjusted !== null && adjusted <= SURE) sures![cell]! += 1;
  }
  return (model, corruption, verdict) => {
    const cell = at(model, corruption, verdict);
    const n = counts![cell] ?? 0;
    return { mean: n === 0 ? null : sums![cell]! / n, n, sure: sures![cell] ?? 0 };
  };
}

/** Of two drops the surer one first, of equals the larger; those that are none come last. */
export function surestFirst(a: RegionDrop, b: RegionDrop): number {
  const size = ({ drop }: RegionDrop) => (drop === null ? -1 : Math.abs(drop));
  return (a.adjusted ?? 2) - (b.adjusted ?? 2) || size(b) - size(a);
}
