import type {
  Audit,
  AuditSummary,
  ClassRanks,
  Group,
  HistoryPoint,
  ImageDetail,
  ImageSummary,
  LiveHello,
  LiveSnapshot,
  Ranks,
  Screening,
  Status,
  TrainingEpoch,
  TrainingSummary,
  WorkerReport,
} from '../api/types';

/** A member that is ready; the data set `waterbirds` is declared to it where there are models. */
export function status(...models: string[]): Status {
  const birds = { name: 'waterbirds', layout: 'waterbirds', classes: [], directory: '/birds' };
  return {
    version: '0.1.0',
    member: 'm-1',
    roles: ['web'],
    startedAt: '2025-10-09T08:53:20Z',
    state: 'ready',
    kafka: { bootstrap: '127.0.0.1:9092', reachable: true },
    dataSets: models.length > 0 ? [birds] : [],
    models: models.map((name) => ({
      name,
      directory: `/${name}`,
      hash: 'abc',
      classes: 2,
      classNames: ['landbird', 'waterbird'],
      inputHeight: 64,
      inputWidth: 64,
    })),
  };
}

/** A scored image; `n` makes its key and id. */
export function image(n: number, changes: Partial<ImageSummary> = {}): ImageSummary {
  return {
    key: n.toString(16).padStart(32, '0'),
    id: `bird-${n}`,
    dataset: 'waterbirds',
    model: 'demo',
    modelHash: 'abc',
    label: 'waterbird',
    groups: { place: 'water' },
    predicted: 'waterbird',
    confidence: 0.934,
    right: true,
    maskScore: 0.612,
    hasMask: true,
    spuriosity: 0.82,
    rankPercentile: 0.734,
    scoredAt: new Date(1_760_000_000_000 + n * 1000).toISOString(),
    ...changes,
  };
}

/** An image with all that was found about it. */
export function imageDetail(n: number, changes: Partial<ImageDetail> = {}): ImageDetail {
  return {
    ...image(n),
    uniformMaskScore: 0.47,
    capturedAt: '2025-10-09T08:53:20Z',
    latencyMillis: 14.2,
    source: `/data/waterbirds/bird-${n}.png`,
    member: 'm-1',
    device: 'cpu-0',
    attention: { height: 2, width: 2, values: [0, 0.25, 0.5, 1] },
    ...changes,
  };
}

/** One second of history. */
export function point(at: number, changes: Partial<HistoryPoint> = {}): HistoryPoint {
  return {
    at,
    scored: 100,
    p50: 12,
    p95: 40,
    accuracy: 0.9,
    worstGroupAccuracy: 0.4,
    maskScore: 0.55,
    ...changes,
  };
}

/** A group of a screening. */
export function group(name: string, value: number, n: number): Group {
  const [label = name, place = 'land'] = name.split(', place=');
  return {
    name,
    label,
    attributes: { place },
    accuracy: { value, low: Math.max(0, value - 0.05), high: Math.min(1, value + 0.05), n },
    tooFew: n < 30,
    meanMaskScore: 0.5,
  };
}

/** A screening in mid-stream. */
export function screening(changes: Partial<Screening> = {}): Screening {
  return {
    key: 'waterbirds/abc',
    dataset: 'waterbirds',
    model: 'demo',
    modelHash: 'abc',
    scored: 3000,
    labelled: 3000,
    accuracy: { value: 0.874, low: 0.8617, high: 0.8853, n: 3000 },
    groups: [
      group('landbird, place=land', 0.99, 2000),
      group('waterbird, place=land', 0.338, 151),
      group('waterbird, place=swamp', 0.1, 12),
    ],
    worstGroup: 'waterbird, place=land',
    maskScore: { mean: 0.551, standardError: 0.004, n: 2988, uniform: 0.47, zeroMaps: 12 },
    ratePerSecond: 152.4,
    latency: { p50: 12, p95: 40, p99: 71, n: 900 },
    lastScoredAt: '2025-10-09T08:53:20Z',
    history: [point(1000), point(1001), point(1002)],
    ranks: null,
    ...changes,
  };
}

/** Percentiles of a class that is as in the reference. */
export function classRanks(name: string, changes: Partial<ClassRanks> = {}): ClassRanks {
  return {
    name,
    n: 1000,
    counts: Array.from({ length: 20 }, () => 50),
    expected: Array.from({ length: 20 }, () => 0.05),
    state: 'steady',
    direction: null,
    since: '2025-10-09T08:53:20Z',
    mean: { value: 0.503, low: 0.471, high: 0.535, n: 1000 },
    allowed: 0.09,
    referenceImages: 600,
    ...changes,
  };
}

/** Percentiles of some classes. */
export function ranks(...classes: ClassRanks[]): Ranks {
  return {
    reference: '0011223344556677',
    tolerance: 0.05,
    alpha: 0.05,
    ofClasses: 2,
    seen: classes.length,
    drifting: classes.filter((one) => one.state === 'drifting').length,
    otherReference: 0,
    classes,
  };
}

/** A worker with one device. */
export function worker(changes: Partial<WorkerReport> = {}): WorkerReport {
  return {
    member: 'm-1',
    model: 'demo',
    queueDepth: 12,
    inFlight: 32,
    meanBatchSize: 15.6,
    lingerMillis: 4.2,
    paused: false,
    duplicates: 0,
    reportedAt: '2025-10-09T08:53:20Z',
    devices: [{ name: 'cpu-0', busyShare: 0.83, images: 3000 }],
    ...changes,
  };
}

/** A finished epoch of a training. */
export function epoch(n: number, changes: Partial<TrainingEpoch> = {}): TrainingEpoch {
  return {
    epoch: n,
    loss: 1 / n,
    accuracy: 1 - 0.5 / n,
    stoppingLoss: 1.2 / n,
    stoppingAccuracy: 1 - 0.6 / n,
    learningRate: 0.001,
    seconds: 10,
    ...changes,
  };
}

/** A training in its fourth epoch of ten. */
export function training(changes: Partial<TrainingSummary> = {}): TrainingSummary {
  return {
    run: 'birds-1',
    kind: 'classifier',
    state: 'running',
    silent: false,
    dataset: 'waterbirds',
    images: 3000,
    epochs: 10,
    startedAt: '2025-10-09T08:53:20Z',
    updatedAt: '2025-10-09T08:54:10Z',
    last: epoch(3),
    current: {
      epoch: 4,
      batch: 20,
      batches: 94,
      loss: 0.3125,
      accuracy: 0.8612,
      imagesPerSecond: 290,
    },
    secondsLeft: 68,
    bundle: null,
    message: null,
    diverged: false,
    ...changes,
  };
}

/** An audit that is half through its only stage. */
export function audit(changes: Partial<AuditSummary> = {}): AuditSummary {
  return {
    id: 'audit-1',
    title: 'Birds by place',
    method: 'groups',
    dataset: 'waterbirds',
    models: ['demo'],
    state: 'running',
    createdAt: '2025-10-09T08:53:20Z',
    endedAt: null,
    stage: 0,
    stages: 2,
    current: { name: 'score', units: 48, done: 24, aside: 0 },
    aside: 0,
    left: { seconds: 120, low: 100, high: 150 },
    reason: null,
    ...changes,
  };
}

/** The same with its units. */
export function auditDetail(changes: Partial<Audit> = {}): Audit {
  const unit = { stage: 'score', attempt: 0 };
  return {
    ...audit(),
    spec: {
      method: 'groups',
      images: { name: 'waterbirds', subset: { split: 'test', seed: 7 } },
      models: [{ name: 'demo' }],
      options: { chunk: 64 },
    },
    progress: {
      stages: [
        { name: 'score', units: 48, done: 24, aside: 0 },
        { name: 'compare', units: null, done: 0, aside: 0 },
      ],
      stage: 0,
      unitsPerSecond: 0.2,
      left: { seconds: 120, low: 100, high: 150 },
      running: [{ ...unit, unit: 25, worker: 'worker-1', since: '2025-10-09T08:55:19Z' }],
      lately: [
        {
          ...unit,
          unit: 23,
          worker: 'worker-1',
          at: '2025-10-09T08:55:13Z',
          seconds: 5,
          error: null,
        },
        {
          ...unit,
          unit: 24,
          worker: 'worker-2',
          at: '2025-10-09T08:55:17Z',
          seconds: 4,
          error: 'out of memory',
        },
      ],
    },
    setAside: [],
    seconds: 118,
    log: [{ at: '2025-10-09T08:53:20Z', what: 'Asked for' }],
    report: 'none',
    ...changes,
  };
}

/** The first message of the feed. */
export const hello: LiveHello = {
  type: 'hello',
  protocol: 1,
  version: '0.1.0',
  member: 'm-1',
  intervalMillis: 250,
};

/** The whole state, as the feed sends it. */
export function snapshot(changes: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return {
    type: 'snapshot',
    seq: 1,
    screenings: [screening()],
    rejects: { total: 0, byReason: {} },
    workers: [worker()],
    recent: [image(3), image(2), image(1)],
    trainings: [],
    audits: [],
    auditTotal: 0,
    ...changes,
  };
}
