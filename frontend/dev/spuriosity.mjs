// Made-up documents of an audit by the method spuriosity, as the contract has them.
import { createHash } from 'node:crypto';
import {
  classSensitivity,
  concepts,
  discovery,
  modelSensitivity,
  sensitivity,
} from './other-cues.mjs';
import { random } from './pictures.mjs';
import { round, tuning } from './tuning.mjs';

const BIRDS = ['landbird', 'waterbird', 'seabird', 'wader', 'owl', 'penguin'];
const KINDS = ['highest', 'maps', 'attacks', 'lowest'];
/** Rows of images on a class's page. */
const ROW = 100;

/**
 * Documents of so many classes, features of each and models. Class 1 has negative gaps and flagged
 * labels, class 2 a constant feature, class 3 only such, class 4 is never predicted by the first
 * model, and class 5 has no verdict at all; 3 and 5 have no ranking.
 */
export class Documents {
  constructor({ classes = 6, features = 5, models = 12, k = 20 } = {}) {
    this.sizes = { classes, features, models, k };
    this.models = Array.from({ length: models }, (_, m) =>
      m === 0 ? 'robust-resnet' : `model-${m}`,
    );
    this.strips = new Map();
    this.rows = Array.from({ length: classes }, (_, c) => this.row(c));
    this.made = new Map();
  }

  name(c) {
    return BIRDS[c] ?? `class ${c}`;
  }

  /** Names of the documents. */
  names() {
    return [
      ...['classes', 'features', 'gaps', 'sensitivity', 'concepts', 'discovery'],
      ...this.rows.map((_, c) => `class-${c}`),
      ...this.rows.map((_, c) => `sensitivity-class-${c}`),
      ...this.models.map((_, m) => `sensitivity-model-${m}`),
    ];
  }

  /** A document; undefined when there is none. */
  get(name) {
    if (!this.made.has(name)) {
      const c = /^class-(\d+)$/.exec(name)?.[1];
      if (c !== undefined && this.rows[c]) this.made.set(name, this.class(Number(c)));
      if (name === 'classes') this.made.set(name, this.classes());
      if (name === 'features') this.made.set(name, this.features());
      if (name === 'gaps') this.made.set(name, this.gaps());
      const [, of, at] = /^sensitivity-(class|model)-(\d+)$/.exec(name) ?? [];
      if (of === 'class' && this.rows[at]) this.made.set(name, classSensitivity(this, Number(at)));
      if (of === 'model' && this.models[at]) {
        this.made.set(name, modelSensitivity(this, Number(at)));
      }
      if (name === 'sensitivity') this.made.set(name, sensitivity(this));
      if (name === 'concepts') this.made.set(name, concepts(this));
      if (name === 'discovery') this.made.set(name, discovery(this));
    }
    return this.made.get(name);
  }

  /** What a trial of the tuning has come to, of 0 to 1. */
  tuning(progress) {
    return tuning(this, progress);
  }

  /** What is drawn on a strip: kind, class and feature; undefined when no document names it. */
  strip(artifact) {
    return this.strips.get(artifact);
  }

  row(c) {
    const next = random(1000 * c + 17);
    const ranked = c !== 3 && c !== 5;
    const base = c === 1 ? -0.35 : 0.32 * next();
    const n = 2 * this.sizes.k;
    const gaps = this.models.map((_, m) => (ranked ? this.gap(base, c, m, next) : null));
    const some = gaps.filter((gap) => gap !== null);
    const mean = some.reduce((sum, gap) => sum + gap.value, 0) / (some.length || 1);
    return { ranked, n, gaps, mean: ranked ? round(mean) : null, next };
  }

  gap(base, c, m, next) {
    const never = c === 4 && m === 0;
    const { k } = this.sizes;
    const noise = () => (next() - 0.5) * 0.12;
    const share = (value) => Math.round(k * Math.max(0, Math.min(1, value))) / k;
    const skill = 0.92 - 0.012 * (m % 12);
    const accuracyHigh = never ? 0 : share(skill + noise());
    const accuracyLow = never ? 0 : share(skill - base + 0.01 * (m % 5) + noise());
    const value = round(accuracyHigh - accuracyLow);
    const half = Math.max(
      0.06,
      1.96 * Math.sqrt((accuracyHigh * (1 - accuracyHigh) + accuracyLow * (1 - accuracyLow)) / k),
    );
    const p = round(Math.exp(-((value / half) ** 2) * 2));
    return {
      model: m,
      value,
      low: round(Math.max(-1, value - half)),
      high: round(Math.min(1, value + half)),
      n: 2 * k,
      p,
      adjusted: round(Math.min(1, 1.3 * p)),
      shrunk: round(0.7 * value + 0.03),
      accuracyHigh,
      accuracyLow,
      neverPredicted: never,
    };
  }

  channel(c, f) {
    // The third most important feature of a class is shared with the next one.
    return f === 2 ? 500 + Math.floor(c / 2) : c * 7 + f;
  }

  verdict(c, f) {
    if (c === 5) return { verdict: 'none', source: 'none' };
    const spurious = f === 0 || f === 2;
    const source = c === 0 ? 'given' : 'suggested';
    return { verdict: spurious ? 'spurious' : 'core', source };
  }

  ofClass(c) {
    return Array.from({ length: this.sizes.features }, (_, f) => ({
      f,
      feature: this.channel(c, f),
      importance: round(2.4 / (f + 1)),
      ...this.verdict(c, f),
    }));
  }

  /** Address of a picture of a class, which is drawn when it is asked for. */
  address(kind, c, f) {
    const artifact = createHash('sha256').update(`${kind}/${c}/${f}`).digest('hex');
    this.strips.set(artifact, { kind, c, feature: this.channel(c, f) });
    return artifact;
  }

  evidence(c, f) {
    const strips = Object.fromEntries(KINDS.map((kind) => [kind, this.address(kind, c, f)]));
    return {
      ...strips,
      attacks: f === 1 ? null : strips.attacks,
      highestPlaces: Array.from({ length: 5 }, (_, i) => 40 * c + 5 * f + i),
      lowestPlaces: Array.from({ length: 5 }, (_, i) => 40 * c + 39 - i),
    };
  }

  classes() {
    const { k } = this.sizes;
    return {
      dataset: 'waterbirds',
      encoder: this.models[0],
      models: this.models,
      k,
      classes: this.rows.map(({ ranked, mean }, c) => {
        const features = this.ofClass(c);
        const of = (verdict) =>
          features.filter((one) => one.verdict === verdict).map(({ feature }) => feature);
        return {
          class: c,
          name: this.name(c),
          images: 300 + (c % 7) * 20,
          k: ranked ? k : null,
          gap: mean,
          low: ranked ? round(mean - 0.04) : null,
          high: ranked ? round(mean + 0.04) : null,
          missing: missing(c),
          spurious: of('spurious'),
          core: of('core'),
          undecided: of('none'),
          flagged: c === 1 ? 30 : 0,
          constant: constant(c).map((f) => this.channel(c, f)),
          neverPredictedBy: c === 4 ? [0] : [],
        };
      }),
    };
  }

  class(c) {
    const { ranked, gaps } = this.rows[c];
    const next = random(77 * c + 5);
    const images = (from, step) =>
      Array.from({ length: ROW }, (_, i) => ({
        place: 40 * c + ((from + i * step) % 300),
        id: `${this.name(c)}/${String(from + i * step).padStart(4, '0')}.png`,
        spuriosity: round((step > 0 ? 2.6 - i * 0.02 : -1.8 + i * 0.012) + 0.01 * next()),
        right: this.models.map(() => next() < (step > 0 ? 0.92 : 0.6)),
      }));
    const place = (i) => 40 * c + i;
    return {
      class: c,
      name: this.name(c),
      k: ranked ? this.sizes.k : null,
      missing: missing(c),
      features: this.ofClass(c).map(({ f, ...one }) => ({
        ...one,
        rank: f + 1,
        suggestion: this.suggestion(c, f),
        otherClasses: this.sharing(one.feature, c),
        evidence: this.evidence(c, f),
      })),
      ranking: ranked ? { size: 300, highest: images(0, 1), lowest: images(299, -1) } : null,
      curves: ranked ? gaps.map((gap, m) => ({ model: m, parts: parts(gap, next) })) : [],
      gaps: gaps.filter((gap) => gap !== null),
      flagged:
        c === 1
          ? Array.from({ length: 30 }, (_, i) => ({
              place: place(i),
              id: `${this.name(c)}/${String(i).padStart(4, '0')}.png`,
              spuriosity: round(2.6 - i * 0.02),
              crop:
                i % 5 === 4 ? null : { x: 0.2, y: 0.15 + 0.02 * (i % 5), width: 0.5, height: 0.5 },
              cropWhy: i % 5 === 4 ? 'no core feature is active' : null,
            }))
          : [],
    };
  }

  suggestion(c, f) {
    if (f === 4) {
      return {
        outside: null,
        uniform: null,
        images: 0,
        verdict: null,
        missing: 'no image has a mask',
      };
    }
    const outside = f === 0 || f === 2 ? 0.83 : 0.31;
    return {
      outside,
      uniform: 0.86,
      images: 20,
      verdict: outside > 0.5 ? 'spurious' : 'core',
      missing: null,
    };
  }

  /** The other classes for which a feature is important. */
  sharing(feature, c) {
    if (feature < 500 || feature >= 500 + this.sizes.classes) return [];
    const first = 2 * (feature - 500);
    return [first, first + 1].filter((one) => one !== c && one < this.sizes.classes);
  }

  features() {
    const all = new Map();
    for (let c = 0; c < this.sizes.classes; c++) {
      for (const { f, feature, importance, verdict, source } of this.ofClass(c)) {
        const classes = all.get(feature) ?? [];
        classes.push({ class: c, importance, verdict, source, evidence: this.evidence(c, f) });
        all.set(feature, classes);
      }
    }
    const features = [...all].map(([feature, classes]) => ({ feature, classes }));
    return { features: features.sort((a, b) => a.feature - b.feature) };
  }

  gaps() {
    const ranked = this.rows.filter((row) => row.ranked);
    const matrix = (field) => this.rows.map(({ gaps }) => gaps.map((gap) => gap?.[field] ?? null));
    const many = this.models.length >= 10;
    const none = {
      ...{ classes: null, models: null, ratio: null },
      why: 'needs two models and two classes',
    };
    const why = many ? null : `a line needs 10 models, there are ${this.models.length}`;
    const mean = (m, field) =>
      round(ranked.reduce((sum, { gaps }) => sum + gaps[m][field], 0) / ranked.length);
    return {
      classes: this.rows.map((_, c) => c),
      models: this.models.map((name, m) => ({
        name,
        mean: {
          value: mean(m, 'value'),
          low: round(mean(m, 'value') - 0.05),
          high: round(mean(m, 'value') + 0.05),
          n: 2 * this.sizes.k * ranked.length,
        },
        accuracyHigh: mean(m, 'accuracyHigh'),
        accuracyLow: mean(m, 'accuracyLow'),
        robustness: many ? round(0.02 * Math.sin(3 * m)) : null,
        robustnessWhy: why,
      })),
      value: matrix('value'),
      low: matrix('low'),
      high: matrix('high'),
      adjusted: matrix('adjusted'),
      shrunk: matrix('shrunk'),
      n: this.rows.map(({ ranked, n }) => (ranked ? n : 0)),
      line: many
        ? fitted(this.models.map((_, m) => [mean(m, 'accuracyHigh'), mean(m, 'accuracyLow')]))
        : null,
      lineWhy: why,
      correlation: this.correlation(ranked.length),
      variance:
        this.models.length > 1
          ? {
              ...{ classes: 0.0314, models: 0.0021, ratio: 14.95, why: null },
              paper: { classes: 0.0402, models: 0.0023, ratio: 17.48, why: null },
            }
          : { ...none, paper: none },
    };
  }

  correlation(classes) {
    if (this.models.length < 2) {
      return { mean: null, pairs: null, classes, why: 'needs two models' };
    }
    if (classes < 4) {
      const why = `4 classes of four images or more are needed, there are ${classes}`;
      return { mean: null, pairs: null, classes, why };
    }
    const pairs = this.models.map((_, a) =>
      this.models.map((_, b) => round(a === b ? 0.88 : 0.5 + 0.3 * Math.cos(a + b))),
    );
    return { mean: 0.62, pairs, classes, why: null };
  }
}

function missing(c) {
  if (c === 3) return 'all spurious features are the same on all images of the class';
  return c === 5 ? 'the class has no spurious feature' : null;
}

function constant(c) {
  if (c === 3) return [0, 2];
  return c === 2 ? [2] : [];
}

function fitted(points) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope =
    mean(points.map(([a, b]) => (a - x) * (b - y))) / mean(points.map(([a]) => (a - x) ** 2));
  return { slope: round(slope), intercept: round(y - slope * x) };
}

function parts({ accuracyHigh, accuracyLow }, next) {
  return Array.from({ length: 10 }, (_, i) => {
    const line = accuracyLow + (accuracyHigh - accuracyLow) * (i / 9);
    const accuracy = Math.max(0, Math.min(1, line + (next() - 0.5) * 0.06));
    return {
      from: 10 * i,
      to: 10 * (i + 1),
      n: 30,
      accuracy: round(accuracy),
      low: round(Math.max(0, accuracy - 0.12)),
      high: round(Math.min(1, accuracy + 0.08)),
    };
  });
}
