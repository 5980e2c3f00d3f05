// Made-up data sets, and a check of them that takes a few seconds.
import { picture, random } from './pictures.mjs';

const PICTURES = 11_788;
const MILLIS = 3000;
const names = (
  'Smiling Male Young Attractive Wearing_Lipstick Heavy_Makeup Bald Beard Eyeglasses Wavy_Hair ' +
  'Straight_Hair Black_Hair Blond_Hair Brown_Hair Gray_Hair Bangs Chubby Double_Chin Goatee ' +
  'High_Cheekbones Mustache Narrow_Eyes Oval_Face Pale_Skin Pointy_Nose Rosy_Cheeks Sideburns ' +
  'Wearing_Earrings Wearing_Hat Wearing_Necklace Wearing_Necktie Big_Lips Big_Nose Blurry'
).split(' ');

/** The data sets, and the check that a person may start. */
export class Data {
  constructor() {
    this.sets = [
      {
        name: 'waterbirds',
        layout: 'waterbirds',
        label: 'bird',
        classes: ['landbird', 'waterbird'],
      },
      { name: 'ants-bees', layout: 'imagefolder', label: 'class', classes: ['ants', 'bees'] },
    ];
    this.set('none');
  }

  /**
   * Puts the check of the first data set in a state: none, running, done, clean, failed, cancelled;
   * many is done, with as many attributes as faces have.
   */
  set(asked) {
    const state = asked === 'many' ? 'done' : asked;
    this.names = names.slice(0, { done: 14, many: names.length }[asked] ?? 4);
    const checkedAt = ['none', 'failed', 'running'].includes(state) ? null : '2025-10-09T08:53:20Z';
    this.clean = state === 'clean';
    this.check = { state: this.clean ? 'done' : state, checkedAt, startedAt: Infinity };
    if (state === 'cancelled') this.check.checkedAt = null;
  }

  list() {
    return this.sets.map(({ name, layout, label, classes }) => ({
      name,
      layout,
      pictures: this.total(name),
      label,
      classes,
      groups: name === 'waterbirds' ? ['place'] : [],
      check: this.state(name),
    }));
  }

  total(name) {
    return name === 'waterbirds' ? PICTURES : 396;
  }

  state(name) {
    const total = this.total(name);
    if (name !== 'waterbirds') {
      return { state: 'none', done: 0, total, error: null, checkedAt: null };
    }
    const { startedAt } = this.check;
    const share = (Date.now() - startedAt) / MILLIS;
    if (this.check.state === 'running' && share >= 1) {
      this.check = { state: 'done', checkedAt: new Date().toISOString() };
    }
    const { state, checkedAt } = this.check;
    const error = state === 'failed' ? 'checks/2f.json: cannot be written: No space left' : null;
    const done = state === 'running' ? Math.round(total * Math.max(0.41, share || 0)) : 4811;
    return { state, done: state === 'none' ? 0 : Math.min(total, done), total, error, checkedAt };
  }

  start() {
    this.clean = false;
    this.check = { state: 'running', checkedAt: this.check.checkedAt, startedAt: Date.now() };
  }

  cancel() {
    if (this.check.state === 'running') this.check.state = 'cancelled';
  }

  /** The check with its report, when there is one. */
  answer(name) {
    const state = this.state(name);
    const shown = state.checkedAt !== null && state.state !== 'running';
    return { ...state, report: shown ? this.report(name) : null };
  }

  report(name) {
    const { layout } = this.sets.find((set) => set.name === name);
    const files = this.clean ? cleanFiles() : spoiltFiles();
    return { version: 1, dataSet: name, layout, overview: this.overview(name), files };
  }

  overview(name) {
    const { label, classes } = this.sets.find((set) => set.name === name);
    const pictures = this.total(name);
    const third = Math.floor(pictures / 3);
    const one = (value, n) => ({
      name: value,
      pictures: n,
      bySplit: [n - Math.floor(n / 4), Math.floor(n / 4)],
    });
    const birds = name === 'waterbirds';
    const group = (bird, place, n) => ({
      values: { bird, place },
      pictures: n,
      share: n / pictures,
    });
    const listed = [
      group('landbird', 'land', pictures - third - 12 + 184),
      group('landbird', 'water', 0),
      group('waterbird', 'land', 12),
      group('waterbird', 'water', third - 184),
    ];
    return {
      pictures,
      label,
      classes: [one(classes[0], pictures - third), one(classes[1], third)],
      unlabelled: 0,
      splits: [
        { value: 'train', pictures: pictures - Math.floor(pictures / 4) },
        { value: 'test', pictures: Math.floor(pictures / 4) },
      ],
      withoutSplit: 0,
      attributes: birds ? attributes(pictures, this.names) : [],
      groups: birds
        ? {
            by: [label, 'place'],
            combinations: 4,
            empty: 1,
            unknown: 0,
            listed,
            smallest: listed[2],
          }
        : {
            by: [label],
            combinations: 2,
            empty: 0,
            unknown: 0,
            ...classGroups(label, classes, pictures),
          },
      correlations: birds ? correlations(pictures, this.names) : none,
    };
  }

  /** A picture of a data set. */
  picture(id) {
    const n = Number(/\d+/.exec(id)?.[0] ?? 0);
    const place = n % 2 ? 'land' : 'water';
    return picture({ n, groups: { place }, label: 'waterbird' }, 'original');
  }
}

const none = { indicators: [], pairs: [], strongest: [], leftOut: [] };

function classGroups(label, classes, pictures) {
  const listed = classes.map((name) => ({
    values: { [label]: name },
    pictures: pictures / 2,
    share: 0.5,
  }));
  return { listed, smallest: listed[0] };
}

function attributes(pictures, names) {
  const next = random(3);
  return ['place', ...names].map((name) => {
    const yes = Math.round(pictures * (0.02 + 0.96 * next()));
    const values =
      name === 'place'
        ? [
            { value: 'land', pictures: pictures - yes },
            { value: 'water', pictures: yes },
          ]
        : [
            { value: 'yes', pictures: yes },
            { value: 'no', pictures: pictures - yes },
          ];
    values.sort((a, b) => b.pictures - a.pictures);
    return { name, values, others: 0, otherPictures: 0, unknown: 0 };
  });
}

function correlations(pictures, names) {
  const indicators = ['waterbird', 'place = water', ...names].map((name, i) => ({
    name,
    column: name,
    value: 'yes',
    pictures: 100 * i + 40,
    known: pictures,
  }));
  const next = random(11);
  const pairs = [];
  for (let a = 0; a < indicators.length; a++) {
    for (let b = a + 1; b < indicators.length; b++) {
      const near = Math.exp(-((a - b) ** 2) / 8) * Math.sign(Math.sin(a * 3 + b * 5));
      const value = Math.max(-0.99, Math.min(0.99, near * 1.1 + 0.2 * (next() - 0.5)));
      const few = next() < 0.02;
      pairs.push({
        a,
        b,
        phi: few ? null : value,
        low: few ? null : Math.max(-1, value - 0.02),
        high: few ? null : Math.min(1, value + 0.02),
        n: pictures,
        q: few ? null : Math.exp(-Math.abs(value) * 40),
        reason: few ? `of ${pictures} pictures only 3 are ${indicators[a].name}` : null,
      });
    }
  }
  const strongest = pairs
    .filter((pair) => pair.phi !== null)
    .sort((x, y) => Math.abs(y.phi) - Math.abs(x.phi))
    .slice(0, 50);
  const leftOut = [{ column: 'photographer', reason: 'it has 812 values, more than 20' }];
  return { indicators, pairs, strongest, leftOut };
}

function cleanFiles() {
  return {
    readable: PICTURES,
    bytes: 1_204_000_000,
    formats: [{ value: 'JPEG', pictures: PICTURES }],
    sizes: [{ value: '500 × 375', pictures: PICTURES }],
    otherSizes: 0,
    otherPictures: 0,
    masked: PICTURES - 4,
    boxed: 0,
    faults: 0,
    faultsByKind: {},
    listedFaults: [],
    duplicates: { groups: 0, pictures: 0, acrossSplits: 0, contradictory: 0, listed: [] },
  };
}

function spoiltFiles() {
  const kinds = {
    'unreadable-image': 'the picture is truncated',
    'file-missing': 'there is no file images/gone.jpg',
    metadata: 'the place "sky" is none of land, water',
    'mask-size': 'the mask is 320 × 240 pixels, its picture 500 × 375',
  };
  const listedFaults = Array.from({ length: 140 }, (_, i) => {
    const kind = Object.keys(kinds)[i % 7 < 4 ? i % 7 : 0];
    const row = kind === 'metadata';
    return {
      kind,
      file: row
        ? 'metadata.csv'
        : `images/048.European_Goldfinch/${String(i).padStart(6, '0')}.jpg`,
      line: row ? i + 2 : 0,
      what: kinds[kind],
    };
  });
  const faultsByKind = {};
  for (const { kind } of listedFaults) faultsByKind[kind] = (faultsByKind[kind] ?? 0) + 1;
  faultsByKind['unreadable-image'] += 1200;
  const copy = (n, split, label) => ({ id: `images/${label}/${n}.jpg`, label, split });
  const equal = (n, acrossSplits, contradictory, copies) => ({
    sha256: String(n).padStart(64, '0'),
    count: copies.length,
    acrossSplits,
    contradictory,
    copies,
  });
  const listed = Array.from({ length: 9 }, (_, i) => {
    const split = i < 3 ? 'test' : 'train';
    const label = i % 3 === 1 ? 'landbird' : 'waterbird';
    const copies = [copy(i, 'train', 'waterbird'), copy(i + 100, split, label)];
    if (i === 2) for (let k = 0; k < 5; k++) copies.push(copy(200 + k, 'train', 'waterbird'));
    return equal(i, split === 'test', label === 'landbird', copies);
  });
  return {
    ...cleanFiles(),
    readable: PICTURES - 1300,
    sizes: Array.from({ length: 20 }, (_, i) => ({ value: `500 × ${375 - i}`, pictures: 400 - i })),
    otherSizes: 311,
    otherPictures: 2000,
    faults: Object.values(faultsByKind).reduce((a, b) => a + b, 0),
    faultsByKind,
    listedFaults,
    duplicates: { groups: 9, pictures: 23, acrossSplits: 3, contradictory: 3, listed },
  };
}
