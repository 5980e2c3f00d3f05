// A made-up screening that goes on for ever: figures that fit together, no model behind them.
import { createHash } from 'node:crypto';
import { Letters, reasons } from './letters.mjs';
import { attention, random } from './pictures.mjs';
import { MadeUpRanks } from './ranks.mjs';

const UNIFORM = 0.47;
const MODEL_HASH = '9f2c4e1ab07d';

/** Wilson's 95 % interval. */
function estimate(right, n) {
  const z = 1.96;
  const p = right / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return { value: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half), n };
}

/** Images, figures and rejects of one data set under one model. */
export class World {
  constructor({ dataset = 'waterbirds', masks = true, groups = true, ranks = true } = {}) {
    Object.assign(this, { dataset, masks, groups });
    this.next = random(dataset.length * 31);
    this.images = [];
    this.byKey = new Map();
    this.tally = new Map();
    this.ranks = ranks ? new MadeUpRanks() : null;
    this.history = [];
    this.letters = new Letters();
    this.key = `${dataset}/${MODEL_HASH}`;
    this.latencies = [];
    this.maskSum = 0;
    this.maskSquares = 0;
    this.rate = 0;
  }

  /** Scores `count` images at `time` (epoch milliseconds). */
  score(count, time) {
    if (this.letters.all.length === 0) reasons.forEach((reason) => this.letters.add(reason, time));
    for (let i = 0; i < count; i++) this.scoreOne(time);
    this.rate += 0.3 * (count * 4 - this.rate);
    const recent = this.latencies.slice(-200).sort((a, b) => a - b);
    const quantile = (q) => recent[Math.floor(q * (recent.length - 1))] ?? null;
    const at = Math.floor(time / 1000);
    const last = this.history.at(-1);
    const point = {
      at,
      scored: (last?.at === at ? last.scored : 0) + count,
      p50: quantile(0.5),
      p95: quantile(0.95),
      accuracy: this.accuracy()?.value ?? null,
      worstGroupAccuracy: this.worst()?.accuracy.value ?? null,
      maskScore: this.masks ? this.maskSum / this.images.length : null,
    };
    if (last?.at === at) this.history.pop();
    this.history.push(point);
    this.history = this.history.slice(-600);
    this.latency = { p50: point.p50, p95: point.p95, p99: quantile(0.99), n: recent.length };
    if (this.next() < 0.02) this.letters.add('unreadable-image', time);
    if (this.next() < 0.01) this.letters.add('path-outside-roots', time);
    if (this.next() < 0.008) this.letters.add('unknown-label', time);
    if (this.next() < 0.005) this.letters.add('not-json', time);
  }

  scoreOne(time) {
    const n = this.images.length;
    const label = this.next() < 0.5 ? 'waterbird' : 'landbird';
    const home = this.next() < 0.92;
    const place = (label === 'waterbird') === home ? 'water' : 'land';
    const right = this.next() < (home ? 0.985 : label === 'waterbird' ? 0.36 : 0.55);
    const looksAside = this.next() < 0.45;
    const maskScore = this.masks ? (looksAside ? 0.36 : 0.66) + 0.1 * this.next() : null;
    const key = createHash('md5').update(`${this.dataset}${n}`).digest('hex');
    const other = label === 'waterbird' ? 'landbird' : 'waterbird';
    const known = n % 41 !== 40;
    const predicted = right ? label : other;
    const unranked = { spuriosity: null, rankPercentile: null };
    const rank = this.ranks?.rank(predicted, (n * 0.618034) % 1, time) ?? unranked;
    const image = {
      key,
      id: `${this.dataset}/${String(n).padStart(5, '0')}.png`,
      dataset: this.dataset,
      model: 'demo-waterbirds',
      modelHash: MODEL_HASH,
      label: known ? label : null,
      groups: this.groups ? { place } : {},
      predicted,
      confidence: 0.55 + 0.44 * this.next(),
      right: known ? right : null,
      maskScore,
      hasMask: this.masks,
      ...rank,
      scoredAt: new Date(time).toISOString(),
    };
    this.images.push(image);
    this.byKey.set(key, { ...image, n, label, groups: { place }, looksAside });
    this.maskSum += maskScore ?? 0;
    this.maskSquares += (maskScore ?? 0) ** 2;
    this.latencies.push(6 + 18 * this.next() ** 3 + (this.next() < 0.03 ? 60 : 0));
    if (!known) return;
    const name = this.groups ? `${label}, place=${place}` : label;
    const group = this.tally.get(name) ?? { label, place, right: 0, n: 0 };
    group.right += right ? 1 : 0;
    group.n += 1;
    this.tally.set(name, group);
  }

  accuracy() {
    const all = [...this.tally.values()];
    const n = all.reduce((sum, group) => sum + group.n, 0);
    return (
      n &&
      estimate(
        all.reduce((sum, group) => sum + group.right, 0),
        n,
      )
    );
  }

  groupList() {
    return [...this.tally].map(([name, { label, place, right, n }]) => ({
      name,
      label,
      attributes: this.groups ? { place } : {},
      accuracy: estimate(right, n),
      tooFew: n < 30,
      meanMaskScore: this.masks ? 0.5 + 0.001 * name.length : null,
    }));
  }

  worst() {
    return this.groupList()
      .filter((group) => !group.tooFew)
      .sort((a, b) => a.accuracy.value - b.accuracy.value)[0];
  }

  screening(historySince = 0) {
    const n = this.images.length;
    const mean = this.maskSum / n;
    return {
      key: this.key,
      dataset: this.dataset,
      model: 'demo-waterbirds',
      modelHash: MODEL_HASH,
      scored: n,
      labelled: [...this.tally.values()].reduce((sum, group) => sum + group.n, 0),
      accuracy: this.accuracy() || null,
      groups: this.groupList(),
      worstGroup: this.worst()?.name ?? null,
      maskScore: this.masks
        ? {
            mean,
            standardError: n > 1 ? Math.sqrt((this.maskSquares / n - mean * mean) / n) : null,
            n,
            uniform: UNIFORM,
            zeroMaps: 3,
          }
        : null,
      ratePerSecond: this.rate,
      latency: this.latency ?? null,
      lastScoredAt: this.images.at(-1)?.scoredAt ?? null,
      history: this.history.filter((point) => point.at >= historySince),
      ranks: this.ranks?.all() ?? null,
    };
  }

  detail(key) {
    const sample = this.byKey.get(key);
    if (!sample) return null;
    return {
      ...this.images[sample.n],
      uniformMaskScore: this.masks ? UNIFORM : null,
      capturedAt: this.images[sample.n].scoredAt,
      latencyMillis: this.latencies[sample.n],
      source: `/data/${this.images[sample.n].id}`,
      member: 'member-1',
      device: 'cpu-0',
      attention: { height: 8, width: 8, values: attention(sample) },
    };
  }
}
