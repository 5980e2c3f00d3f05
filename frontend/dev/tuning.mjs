// A made-up tuning: low spuriosity closes the gap, random images and errors do not.
import { random } from './pictures.mjs';

const EPOCHS = 40;
const TRIALS = 3;
const ends = {
  low: { gap: 0.04, accuracy: 0.905, worst: 0.71 },
  random: { gap: 0.24, accuracy: 0.921, worst: 0.36 },
  errors: { gap: 0.17, accuracy: 0.79, worst: 0.52 },
};
const BEFORE = { gap: 0.28, accuracy: 0.912 };
const N = 420;

/** The document `tuning` when `progress` of 0 to 1 is done: trials that have ended, and that go on. */
export function tuning(documents, progress) {
  const sets = Object.keys(ends).map((set) => ({ set, trials: [], going: [] }));
  let left = Math.floor(progress * sets.length * TRIALS + 1e-9);
  const begun = left > 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    for (const one of sets) {
      const made = trialOf(one.set, trial, documents);
      const epochs = 1 + Math.floor(progress * EPOCHS);
      if (left-- > 0) one.trials.push(made);
      else one.going.push({ trial: made.trial, curve: made.curve.slice(0, epochs) });
    }
  }
  return {
    splits: { tuning: 1200, stopping: 400, reporting: N },
    threshold: 0.05,
    missing: null,
    before: begun ? measured(BEFORE.gap, BEFORE.accuracy) : null,
    sets,
    worstGroup: {
      before: { group: 'waterbird, place=land', ...figure(0.31, 40, 0.13) },
      after: Object.fromEntries(
        sets.map(({ set, trials }) => [
          set,
          trials.map(({ trial }) => ({
            group: 'waterbird, place=land',
            ...figure(ends[set].worst + 0.01 * trial, 40, 0.14),
          })),
        ]),
      ),
    },
  };
}

function trialOf(set, trial, documents) {
  const next = random(31 * trial + set.length);
  const end = ends[set];
  const at = (from, to, e) => round(to + (from - to) * Math.exp(-e / 9) + (next() - 0.5) * 0.01);
  const changed = (from, to, count) =>
    Array.from({ length: Math.min(100, count) }, (_, i) => {
      const place = (i * 3 + trial) % (40 * documents.sizes.classes);
      return { place, id: `birds/${String(place).padStart(4, '0')}.png`, from, to };
    });
  const [repaired, broken] = [set === 'low' ? 61 : 18, set === 'errors' ? 74 : 22];
  return {
    trial: trial + 1,
    images: 200,
    toppedUp: set === 'errors' ? 37 : 0,
    epochs: EPOCHS,
    ended: set === 'low' ? 'closed' : 'epochs',
    curve: Array.from({ length: EPOCHS + 1 }, (_, epoch) => ({
      epoch,
      gap: at(BEFORE.gap, end.gap, epoch),
      accuracy: at(BEFORE.accuracy, end.accuracy, epoch),
    })),
    after: measured(end.gap + 0.01 * trial, end.accuracy),
    repaired: changed(documents.name(0), documents.name(1), repaired),
    broken: changed(documents.name(1), documents.name(0), broken),
    repairedCount: repaired,
    brokenCount: broken,
    bundle: set === 'low' && trial === 0 ? 'tuned-low' : null,
  };
}

function measured(gap, accuracy) {
  return {
    accuracy: figure(accuracy, N, 0.03),
    gap: figure(gap, 240, 0.09),
    curve: Array.from({ length: 10 }, (_, i) => ({
      from: 10 * i,
      to: 10 * (i + 1),
      n: 42,
      accuracy: round(Math.min(1, accuracy - gap / 2 + (gap * i) / 9)),
      low: round(Math.max(0, accuracy - gap / 2 + (gap * i) / 9 - 0.1)),
      high: round(Math.min(1, accuracy - gap / 2 + (gap * i) / 9 + 0.06)),
    })),
  };
}

function figure(value, n, half) {
  return { value: round(value), low: round(value - half), high: round(value + half), n };
}

/** Six significant digits, as documents have them. */
export function round(value) {
  return Number(value.toPrecision(6));
}
