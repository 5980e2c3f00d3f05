import type { SpuriosityConcepts } from '../../api/types';
import { answers, type Answer } from './cueWords';

/** What one model makes of one concept in one class. */
export type ConceptGap = SpuriosityConcepts['concepts'][number];

/** A concept in a class, with what every model makes of it. */
export interface ConceptRow {
  readonly concept: string;
  readonly class: number;
  /** By model; undefined where none was measured. */
  readonly gaps: readonly (ConceptGap | undefined)[];
  /** The smallest adjusted p of a model. */
  readonly surest: number;
  /** The largest size of a gap. */
  readonly largest: number;
}

/** Ways in which the rows may be sorted, and how that is called. */
export const conceptOrders = {
  surest: 'surest first',
  largest: 'largest gap first',
  class: 'by class',
} as const;

/** A way in which the rows may be sorted. */
export type ConceptOrder = keyof typeof conceptOrders;

/** The gaps of a document by concept and class. */
export function conceptRows(gaps: readonly ConceptGap[]): readonly ConceptRow[] {
  const rows = new Map<string, ConceptGap[]>();
  for (const gap of gaps) {
    const key = `${gap.class}/${gap.name}`;
    const row = rows.get(key);
    if (row) row[gap.model] = gap;
    else {
      const first: ConceptGap[] = [];
      first[gap.model] = gap;
      rows.set(key, first);
    }
  }
  return Array.from(rows.values(), (row) => {
    const known = row.filter(Boolean);
    return {
      concept: known[0]!.name,
      class: known[0]!.class,
      gaps: row,
      surest: Math.min(...known.map(({ adjusted }) => adjusted)),
      largest: Math.max(...known.map(({ gap }) => Math.abs(gap.value ?? 0))),
    };
  });
}

/** The rows of one concept, or of all, that have an answer from one model at least, sorted. */
export function arrangedRows(
  rows: readonly ConceptRow[],
  concept: string,
  answer: Answer | null,
  order: ConceptOrder,
): readonly ConceptRow[] {
  const by: Record<ConceptOrder, (a: ConceptRow, b: ConceptRow) => number> = {
    surest: (a, b) => a.surest - b.surest || b.largest - a.largest,
    largest: (a, b) => b.largest - a.largest,
    class: () => 0,
  };
  return rows
    .filter(
      (row) =>
        (concept === '' || row.concept === concept) &&
        (answer === null || row.gaps.some((gap) => gap?.answer === answer)),
    )
    .toSorted((a, b) => by[order](a, b) || a.class - b.class);
}

/** How many gaps have each answer. */
export function tally(gaps: readonly ConceptGap[]): Record<Answer, number> {
  const counts = { used: 0, undecided: 0, discarded: 0 };
  for (const { answer } of gaps) counts[answer]++;
  return counts;
}

/** An answer by the name that an address has; null where it has none. */
export function answerNamed(name: string): Answer | null {
  return Object.hasOwn(answers, name) ? (name as Answer) : null;
}
