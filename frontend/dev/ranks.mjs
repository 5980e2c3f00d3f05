// Made-up ranks of spuriosity: waterbirds come with stronger cues than in the reference.
const BINS = 20;
const TOO_FEW = 120;
const ALLOWED = { landbird: 0.093, waterbird: 0.088 };

/** Percentiles of the images of one world, per predicted class. */
export class MadeUpRanks {
  constructor() {
    this.classes = new Map();
  }

  /** Ranks an image; its spuriosity and its percentile. */
  rank(predicted, share, time) {
    const percentile = predicted === 'waterbird' ? share ** 0.4 : share;
    const seen = this.classes.get(predicted) ?? { n: 0, sum: 0, counts: Array(BINS).fill(0) };
    seen.n += 1;
    seen.sum += percentile;
    seen.counts[Math.min(BINS - 1, Math.floor(percentile * BINS))] += 1;
    if (seen.n === TOO_FEW) seen.since = new Date(time).toISOString();
    this.classes.set(predicted, seen);
    return { spuriosity: 4 * percentile - 2, rankPercentile: percentile };
  }

  /** All of them as the contract has it. */
  all() {
    const classes = [...this.classes].map(([name, seen]) => this.one(name, seen));
    classes.sort((a, b) => (a.state === 'drifting' ? 0 : 1) - (b.state === 'drifting' ? 0 : 1));
    return {
      reference: '5e1f0a9b3c7d2468',
      tolerance: 0.05,
      alpha: 0.05,
      ofClasses: 2,
      seen: classes.length,
      drifting: classes.filter((one) => one.state === 'drifting').length,
      classes,
    };
  }

  one(name, { n, sum, counts, since }) {
    const few = n < TOO_FEW;
    const drifts = !few && name === 'waterbird';
    const mean = sum / n;
    const half = Math.min(0.5, 1.4 / Math.sqrt(n));
    return {
      name,
      n,
      counts: [...counts],
      state: few ? 'too-few' : drifts ? 'drifting' : 'steady',
      direction: drifts ? 'higher' : null,
      since: few ? null : since,
      mean: { value: mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n },
      allowed: ALLOWED[name],
      referenceImages: 600,
    };
  }
}
