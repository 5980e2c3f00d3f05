import { z } from 'zod';

import type {
  AuditSummary,
  HistoryPoint,
  ImageSummary,
  LiveDelta,
  LiveHello,
  LiveMessage,
  LivePing,
  LiveSnapshot,
  Ranks,
  Rejects,
  Screening,
  TrainingSummary,
  WorkerReport,
} from '../api/types';

// Zod would compile its parsers with `new Function`, which the page's security policy refuses.
z.config({ jitless: true });

// Each schema is held against the type generated from the contract: when one changes without the
// other, this file does not compile.

const nullableNumber = z.number().nullable();
const attributes = z.record(z.string(), z.string());

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number() });

const historyPoint: z.ZodType<HistoryPoint> = z.object({
  at: z.number(),
  scored: z.number(),
  p50: nullableNumber,
  p95: nullableNumber,
  accuracy: nullableNumber,
  worstGroupAccuracy: nullableNumber,
  maskScore: nullableNumber,
});

const ranks: z.ZodType<Ranks> = z.object({
  reference: z.string(),
  tolerance: z.number(),
  alpha: z.number(),
  ofClasses: z.number(),
  seen: z.number(),
  drifting: z.number(),
  classes: z.array(
    z.object({
      name: z.string(),
      n: z.number(),
      counts: z.array(z.number()),
      state: z.enum(['too-few', 'steady', 'drifting']),
      direction: z.enum(['higher', 'lower']).nullable(),
      since: z.string().nullable(),
      mean: estimate.nullable(),
      allowed: z.number(),
      referenceImages: z.number(),
    }),
  ),
});

const screening: z.ZodType<Screening> = z.object({
  key: z.string(),
  dataset: z.string(),
  model: z.string(),
  modelHash: z.string(),
  scored: z.number(),
  labelled: z.number(),
  accuracy: estimate.nullable(),
  groups: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      attributes,
      accuracy: estimate,
      tooFew: z.boolean(),
      meanMaskScore: nullableNumber,
    }),
  ),
  worstGroup: z.string().nullable(),
  maskScore: z
    .object({
      mean: z.number(),
      standardError: nullableNumber,
      n: z.number(),
      uniform: z.number(),
      zeroMaps: z.number(),
    })
    .nullable(),
  ratePerSecond: z.number(),
  latency: z
    .object({ p50: z.number(), p95: z.number(), p99: z.number(), n: z.number() })
    .nullable(),
  lastScoredAt: z.string().nullable(),
  history: z.array(historyPoint),
  ranks: ranks.nullable(),
});

const rejects: z.ZodType<Rejects> = z.object({
  total: z.number(),
  byReason: z.record(z.string(), z.number()),
});

const worker: z.ZodType<WorkerReport> = z.object({
  member: z.string(),
  model: z.string(),
  queueDepth: z.number(),
  inFlight: z.number(),
  meanBatchSize: nullableNumber,
  lingerMillis: nullableNumber,
  paused: z.boolean(),
  duplicates: z.number(),
  reportedAt: z.string(),
  devices: z.array(z.object({ name: z.string(), busyShare: z.number(), images: z.number() })),
});

const image: z.ZodType<ImageSummary> = z.object({
  key: z.string(),
  id: z.string(),
  dataset: z.string(),
  model: z.string(),
  modelHash: z.string(),
  label: z.string().nullable(),
  groups: attributes,
  predicted: z.string(),
  confidence: z.number(),
  right: z.boolean().nullable(),
  maskScore: nullableNumber,
  hasMask: z.boolean(),
  spuriosity: nullableNumber,
  rankPercentile: nullableNumber,
  scoredAt: z.string(),
});

const training: z.ZodType<TrainingSummary> = z.object({
  run: z.string(),
  kind: z.enum(['classifier', 'encoder', 'autoencoder']),
  state: z.enum(['running', 'finished', 'stopped-early', 'interrupted', 'failed']),
  silent: z.boolean(),
  dataset: z.string(),
  images: z.number(),
  epochs: z.number(),
  startedAt: z.string(),
  updatedAt: z.string(),
  last: z
    .object({
      epoch: z.number(),
      loss: nullableNumber,
      accuracy: nullableNumber,
      stoppingLoss: nullableNumber,
      stoppingAccuracy: nullableNumber,
      learningRate: z.number(),
      seconds: z.number(),
    })
    .nullable(),
  current: z
    .object({
      epoch: z.number(),
      batch: z.number(),
      batches: z.number(),
      loss: nullableNumber,
      accuracy: nullableNumber,
      imagesPerSecond: z.number(),
    })
    .nullable(),
  secondsLeft: nullableNumber,
  bundle: z.string().nullable(),
  message: z.string().nullable(),
  diverged: z.boolean(),
});

const audit: z.ZodType<AuditSummary> = z.object({
  id: z.string(),
  title: z.string(),
  method: z.string(),
  dataset: z.string(),
  models: z.array(z.string()),
  state: z.enum([
    'requested',
    'running',
    'paused',
    'waiting-for-annotation',
    'completed',
    'failed',
    'cancelled',
  ]),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  stage: z.number(),
  stages: z.number(),
  current: z
    .object({ name: z.string(), units: nullableNumber, done: z.number(), aside: z.number() })
    .nullable(),
  aside: z.number(),
  left: z.object({ seconds: z.number(), low: z.number(), high: z.number() }).nullable(),
  reason: z.string().nullable(),
});

const hello: z.ZodType<LiveHello> = z.object({
  type: z.literal('hello'),
  protocol: z.literal(1),
  version: z.string(),
  member: z.string(),
  intervalMillis: z.number(),
});

const snapshot: z.ZodType<LiveSnapshot> = z.object({
  type: z.literal('snapshot'),
  seq: z.number(),
  screenings: z.array(screening),
  rejects,
  workers: z.array(worker),
  recent: z.array(image),
  trainings: z.array(training),
  audits: z.array(audit),
  auditTotal: z.number(),
});

const delta: z.ZodType<LiveDelta> = z.object({
  type: z.literal('delta'),
  seq: z.number(),
  screenings: z.array(screening).optional(),
  rejects: rejects.optional(),
  workers: z.array(worker).optional(),
  recent: z.array(image).optional(),
  trainings: z.array(training).optional(),
  runs: z.array(z.string()).optional(),
  audits: z.array(audit).optional(),
  auditIds: z.array(z.string()).optional(),
  auditTotal: z.number().optional(),
});

const ping: z.ZodType<LivePing> = z.object({
  type: z.literal('ping'),
  seq: z.number(),
  at: z.string(),
});

const schemas: Record<string, z.ZodType<LiveMessage>> = { hello, snapshot, delta, ping };

/** What came in at the border: a message, one of a kind unknown here, or one that is broken. */
export type Received =
  | { kind: 'message'; message: LiveMessage }
  | { kind: 'unknown' }
  | { kind: 'broken'; type: string | null; why: string };

/** Reads one text frame of the live feed; nothing behind this function sees unchecked data. */
export function readMessage(text: unknown): Received {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    return { kind: 'broken', type: null, why: 'not JSON' };
  }
  const type = z.object({ type: z.string() }).safeParse(value);
  if (!type.success) return { kind: 'broken', type: null, why: 'no type' };
  const schema = schemas[type.data.type];
  if (!schema) return { kind: 'unknown' };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const issue = parsed.error.issues[0];
  const why = issue ? `${issue.path.join('.')}: ${issue.message}` : 'does not fit its schema';
  return { kind: 'broken', type: type.data.type, why };
}
