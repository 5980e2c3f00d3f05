import type { AuditProgress } from '../../api/types';

/** A unit on the timeline; times are epoch milliseconds. */
export interface Bar {
  readonly key: string;
  readonly name: string;
  readonly from: number;
  /** Null while it is worked on. */
  readonly to: number | null;
  readonly error: string | null;
}

/** A worker's units, in rows in which none overlap. */
export interface Lane {
  readonly worker: string;
  readonly rows: readonly (readonly Bar[])[];
}

/** One lane for each worker, by name. */
export function lanes({ running, lately }: Pick<AuditProgress, 'running' | 'lately'>): Lane[] {
  const byWorker = new Map<string, Bar[]>();
  const add = (worker: string, bar: Bar) => {
    byWorker.set(worker, [...(byWorker.get(worker) ?? []), bar]);
  };
  for (const { stage, unit, attempt, worker, at, seconds, error } of lately) {
    const to = Date.parse(at);
    const key = `${stage}/${unit}/${attempt}/${at}`;
    add(worker, {
      key,
      name: unitName(stage, unit, attempt),
      from: to - seconds * 1000,
      to,
      error,
    });
  }
  for (const { stage, unit, attempt, worker, since } of running) {
    const key = `${stage}/${unit}/${attempt}/${since}`;
    const name = unitName(stage, unit, attempt);
    add(worker, { key, name, from: Date.parse(since), to: null, error: null });
  }
  return [...byWorker]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([worker, bars]) => ({ worker, rows: pack(bars) }));
}

/** What people call a unit: counted from 1. */
export function unitName(stage: string, unit: number, attempt: number): string {
  return `${stage} ${unit + 1}${attempt > 0 ? `, try ${attempt + 1}` : ''}`;
}

/** Puts each bar into the first row in which it has room: a worker with two slots has two rows. */
function pack(bars: readonly Bar[]): Bar[][] {
  const rows: Bar[][] = [];
  for (const bar of bars.toSorted((a, b) => a.from - b.from)) {
    // A worker's clock tells when a unit ended, another when the next began.
    const row = rows.find((one) => (one.at(-1)!.to ?? Infinity) <= bar.from + 50);
    if (row) row.push(bar);
    else rows.push([bar]);
  }
  return rows;
}

/** The stretch of time that is shown: at least ten seconds, at most three minutes. */
export function stretch(all: readonly Lane[], now: number): { from: number; to: number } {
  const bars = all.flatMap(({ rows }) => rows.flat());
  const to = Math.max(now, ...bars.map((bar) => bar.to ?? bar.from));
  const first = Math.min(to, ...bars.map((bar) => bar.from));
  const span = Math.min(180_000, Math.max(10_000, to - first));
  return { from: to - span, to };
}
