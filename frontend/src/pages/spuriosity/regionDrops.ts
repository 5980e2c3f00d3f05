import type {
  SpuriosityCorruption,
  SpuriosityDrops,
  SpuriositySensitivity,
  SpuriosityVerdict,
} from '../../api/types';

/** What one model loses with the region of one feature, corrupted in one way. */
export interface RegionDrop {
  /** Null where there is none. */
  readonly drop: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Images. */
  readonly n: number;
  readonly p: number | null;
  readonly adjusted: number | null;
  /** Why there is no drop. */
  readonly why: string | null;
}

/** One of the drops whose figures stand in an array each. */
export function dropAt(of: SpuriosityDrops, at: number): RegionDrop {
  return {
    drop: of.drop[at] ?? null,
    low: of.low[at] ?? null,
    high: of.high[at] ?? null,
    n: of.n[at] ?? 0,
    p: of.p[at] ?? null,
    adjusted: of.adjusted[at] ?? null,
    why: of.why[at] ?? null,
  };
}

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

/** Mean drops by model, corruption and verdict. */
export type MeanDrops = (
  model: number,
  corruption: SpuriosityCorruption,
  verdict: SpuriosityVerdict,
) => MeanDrop;

/** Those of the document; none where it has no feature of a verdict. */
export function meanDrops(means: SpuriositySensitivity['means']): MeanDrops {
  const named = new Map(means.map((one) => [`${one.corruption}/${one.verdict}`, one]));
  return (model, corruption, verdict) => {
    const of = named.get(`${corruption}/${verdict}`);
    return { mean: of?.mean[model] ?? null, n: of?.n[model] ?? 0, sure: of?.sure[model] ?? 0 };
  };
}
