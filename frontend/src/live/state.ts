import type {
  AuditSummary,
  HistoryPoint,
  ImageSummary,
  LiveDelta,
  LiveMessage,
  Rejects,
  Screening,
  TrainingSummary,
  WorkerReport,
} from '../api/types';

/** Seconds of history that a screening keeps. */
export const HISTORY_POINTS = 600;
/** Newest images that are kept. */
export const RECENT_IMAGES = 60;

/** All that the live feed has told so far. */
export interface LiveState {
  /**
   * `waiting`: no snapshot on this connection yet; `synced`: every change since the snapshot is in;
   * `resyncing`: something was missed, and deltas are ignored until the next snapshot.
   */
  readonly sync: 'waiting' | 'synced' | 'resyncing';
  /** True once any snapshot came; what is kept of it outlives a lost connection. */
  readonly known: boolean;
  readonly seq: number;
  readonly member: string | null;
  readonly version: string | null;
  readonly screenings: readonly Screening[];
  readonly rejects: Rejects;
  readonly workers: readonly WorkerReport[];
  /** Newest first. */
  readonly recent: readonly ImageSummary[];
  /** The one that was started last first. */
  readonly trainings: readonly TrainingSummary[];
  /** Those that have not ended, and those that ended last; the one that was asked for last first. */
  readonly audits: readonly AuditSummary[];
  /** Number of all audits. */
  readonly auditTotal: number;
}

/** Nothing heard. */
export const initialLiveState: LiveState = {
  sync: 'waiting',
  known: false,
  seq: -1,
  member: null,
  version: null,
  screenings: [],
  rejects: { total: 0, byReason: {} },
  workers: [],
  recent: [],
  trainings: [],
  audits: [],
  auditTotal: 0,
};

/**
 * Folds one message into the state (docs/live-protocol.md). A gap in the numbers turns `sync` into
 * `resyncing`; whoever owns the socket then asks for a snapshot.
 */
export function foldMessage(state: LiveState, message: LiveMessage): LiveState {
  switch (message.type) {
    case 'hello':
      return { ...state, sync: 'waiting', member: message.member, version: message.version };
    case 'snapshot':
      return {
        ...state,
        sync: 'synced',
        known: true,
        seq: message.seq,
        screenings: message.screenings,
        rejects: message.rejects,
        workers: message.workers,
        recent: message.recent.slice(0, RECENT_IMAGES),
        trainings: message.trainings,
        audits: message.audits,
        auditTotal: message.auditTotal,
      };
    case 'delta':
      if (state.sync !== 'synced') return state;
      if (message.seq !== state.seq + 1) return { ...state, sync: 'resyncing' };
      return applyDelta(state, message);
    case 'ping':
      if (state.sync !== 'synced' || message.seq === state.seq) return state;
      return { ...state, sync: 'resyncing' };
  }
}

/** The state after a message that could not be read: what it held is missing. */
export function foldBroken(state: LiveState): LiveState {
  return state.sync === 'synced' ? { ...state, sync: 'resyncing' } : state;
}

function applyDelta(state: LiveState, delta: LiveDelta): LiveState {
  return {
    ...state,
    seq: delta.seq,
    screenings: delta.screenings
      ? mergeScreenings(state.screenings, delta.screenings)
      : state.screenings,
    rejects: delta.rejects ?? state.rejects,
    workers: delta.workers ?? state.workers,
    recent: delta.recent ? mergeRecent(state.recent, delta.recent) : state.recent,
    trainings: mergeByKey(state.trainings, delta.trainings, delta.runs, (one) => one.run),
    audits: mergeByKey(state.audits, delta.audits, delta.auditIds, (one) => one.id),
    auditTotal: delta.auditTotal ?? state.auditTotal,
  };
}

function mergeScreenings(old: readonly Screening[], changed: readonly Screening[]): Screening[] {
  const byKey = new Map(old.map((screening) => [screening.key, screening]));
  for (const screening of changed) {
    const history = mergeHistory(byKey.get(screening.key)?.history ?? [], screening.history);
    byKey.set(screening.key, { ...screening, history });
  }
  return [...byKey.values()];
}

/** Each one that changed replaces the one of its key; those that `keys` does not name are gone. */
export function mergeByKey<T>(
  old: readonly T[],
  changed: readonly T[] = [],
  keys: readonly string[] | undefined,
  keyOf: (one: T) => string,
): readonly T[] {
  if (changed.length === 0 && !keys) return old;
  const byKey = new Map([...old, ...changed].map((one) => [keyOf(one), one]));
  return (keys ?? [...byKey.keys()]).flatMap((key) => byKey.get(key) ?? []);
}

/** Appends points; one of the same second replaces the old one. Both are in order of time. */
export function mergeHistory(
  old: readonly HistoryPoint[],
  fresh: readonly HistoryPoint[],
): HistoryPoint[] {
  const first = fresh[0];
  if (!first) return [...old];
  return [...old.filter((point) => point.at < first.at), ...fresh].slice(-HISTORY_POINTS);
}

/** Puts new images before the old ones; an image scored again moves to the front. */
export function mergeRecent(
  old: readonly ImageSummary[],
  fresh: readonly ImageSummary[],
): ImageSummary[] {
  const keys = new Set(fresh.map((image) => image.key));
  return [...fresh, ...old.filter((image) => !keys.has(image.key))].slice(0, RECENT_IMAGES);
}
