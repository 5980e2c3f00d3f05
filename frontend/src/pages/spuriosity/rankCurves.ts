import type { Axis, Line } from '../../charts/LineChart';
import type { SpuriosityPart } from '../../api/types';

/** Spuriosity rank in percentiles, a mark in the middle of each part. */
export function rankAxis(parts: readonly SpuriosityPart[]): Axis {
  return {
    name: 'Spuriosity rank, percentile',
    at: parts.map(({ from, to }) => (from + to) / 2),
    from: 0,
    to: 100,
    step: 20,
    tick: (at) => `${at}`,
    told: (at) => {
      const part = parts.find(({ from, to }) => (from + to) / 2 === at);
      return part ? `percentile ${part.from} to ${part.to}, n ${part.n}` : `percentile ${at}`;
    },
    exported: (at) => at,
  };
}

/** Accuracy on each part, with its interval where it is to be drawn. */
export function rankLine(
  name: string,
  tone: Line['tone'],
  parts: readonly SpuriosityPart[],
  { dashed = false, intervals = false } = {},
): Line {
  return {
    name,
    tone,
    dashed,
    values: parts.map(({ accuracy }) => accuracy),
    ...(intervals && {
      ranges: parts.map(({ low, high }) => (low === null || high === null ? null : [low, high])),
    }),
  };
}

/** Mean over curves of the same parts; null where one has no value. */
export function meanParts(
  curves: readonly (readonly SpuriosityPart[])[],
): readonly SpuriosityPart[] {
  return (curves[0] ?? []).map((part, index) => {
    const values = curves.map((curve) => curve[index]?.accuracy ?? null);
    const known = values.filter((value) => value !== null);
    const whole = known.length === values.length;
    const sum = known.reduce((a, b) => a + b, 0);
    return { ...part, accuracy: whole ? sum / known.length : null, low: null, high: null };
  });
}
