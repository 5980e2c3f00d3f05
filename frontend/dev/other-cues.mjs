// Made-up documents of an audit on cues beyond features: concepts, discovery and region sensitivity.
import { random } from './pictures.mjs';
import { round } from './tuning.mjs';

const CONCEPTS = ['place=water', 'place=land'];
const CORRUPTIONS = ['grey', 'blur', 'rotate'];
const SIZES = {
  spurious: { grey: 0.2, blur: 0.11, rotate: -0.01 },
  core: { grey: -0.01, blur: 0.05, rotate: 0.16 },
  none: { grey: -0.01, blur: 0.05, rotate: 0.16 },
};
const DIRECTIONS = 5;
const K = 20;

/** How accuracy falls where the region of a feature is corrupted; of class 2 one is never active. */
export function sensitivity(documents) {
  const { models, sizes } = documents;
  const next = random(4711);
  const rows = [];
  const pictures = [];
  for (let c = 0; c < sizes.classes; c++) {
    for (const { f, feature, verdict } of documents.ofClass(c)) {
      const picture = documents.address('corrupted', c, f);
      pictures.push({ class: c, feature, picture });
      for (let model = 0; model < models.length; model++) {
        for (const corruption of CORRUPTIONS) {
          const row = { class: c, feature, verdict, corruption, model };
          rows.push(c === 2 && f === 2 ? inactive(row) : drop(row, f, c, next));
        }
      }
    }
  }
  const many = models.length > 1;
  return {
    images: 65,
    models,
    rows,
    correlation: {
      mean: many ? 0.41 : null,
      pairs: models.map((_, a) =>
        models.map((_, b) => (a === b ? 1 : round(0.4 + 0.2 * Math.sin(a + b)))),
      ),
      n: many ? rows.length / models.length : 0,
      why: many ? null : 'needs two models',
    },
    pictures,
  };
}

function inactive(row) {
  const none = { drop: null, low: null, high: null, n: 0, p: null, adjusted: null };
  return { ...row, ...none, why: 'it is nowhere active beyond the core features' };
}

/** What is spurious is needed for its colour, what is core for its shape; there are many of these. */
function drop(row, f, c, next) {
  const size = SIZES[row.verdict][row.corruption] / (1 + f / 3 + (c % 6) / 5);
  const value = size + (next() - 0.5) * 0.04;
  const half = 0.07 + 0.02 * next();
  const p = Math.exp(-2 * (value / half) ** 2);
  row.drop = short(value);
  row.low = short(value - half);
  row.high = short(value + half);
  row.n = 65;
  row.p = short(p);
  row.adjusted = short(Math.min(1, 1.6 * p));
  return row;
}

/** Four digits: much quicker than six that are significant. */
function short(value) {
  return Math.round(1e4 * value) / 1e4;
}

/** Gaps along concepts; class 5 has none, and of one concept there is no direction. */
export function concepts(documents) {
  const next = random(815);
  const rate = 0.05;
  const all = [];
  for (const [at, name] of CONCEPTS.entries()) {
    for (let c = 0; c < documents.sizes.classes; c++) {
      if (c === 5) continue;
      const strong = c % 3 === 0;
      const picture = c < 20 && strong ? documents.address(`ends-${at}`, c, 0) : null;
      for (let model = 0; model < documents.models.length; model++) {
        const value = (at === 0 ? 1 : -1) * (strong ? 0.5 - 0.03 * (model % 12) : 0.15 * next());
        const half = 0.26 + 0.05 * next();
        const adjusted = round(Math.min(1, 4 * Math.exp(-((value / half) ** 2) * 2)));
        const used = adjusted <= rate;
        all.push({
          name,
          class: c,
          model,
          gap: { value: round(value), low: round(value - half), high: round(value + half), n: K },
          adjusted,
          used,
          answer: used ? 'used' : Math.abs(value) > half ? 'undecided' : 'discarded',
          ...ends(picture === null ? 0 : 8, c),
          picture,
        });
      }
    }
  }
  const why = 'no class has images with the concept and without it';
  return { rate, concepts: all, missing: [{ name: 'weather=fog', why }] };
}

/** Directions that nobody named: two of the first classes survive, class 5 was not looked at. */
export function discovery(documents) {
  const { classes } = documents.sizes;
  const survivors = [];
  const refused = [];
  for (let c = 0; c < classes; c++) {
    if (c % 100 === 5)
      refused.push({ class: c, why: 'the model makes no error on the half that proposes' });
    else if (c % 10 < 2) survivors.push(survivor(documents, c, 0, 0.84 - 0.6 * (c % 2)));
    if (c % 10 === 1) survivors.push(survivor(documents, c, 3, 0.97));
  }
  const tested = DIRECTIONS * (classes - refused.length);
  return { method: 'pca', proposed: tested, tested, survivors, refused };
}

function survivor(documents, c, direction, cosine) {
  const value = round(0.7 - 0.001 * c - 0.1 * direction);
  return {
    class: c,
    direction,
    gap: { value, low: round(value - 0.24), high: round(Math.min(1, value + 0.16)), n: 2 * K },
    adjusted: round(0.002 + 0.00003 * c + 0.005 * direction),
    cosine: round(cosine),
    ...ends(8, c),
    picture: documents.address(`ends-${direction}`, c, 0),
  };
}

function ends(n, c) {
  const places = (from) => Array.from({ length: n }, (_, i) => 40 * c + from + i);
  return { highest: places(0), lowest: places(20) };
}
