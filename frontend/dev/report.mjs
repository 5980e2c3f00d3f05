// A made-up report of an audit.
import { createHash } from 'node:crypto';

/** Address of the made-up report's picture. */
export const PICTURE = hash('a made-up picture');

/** A made-up report on cues, whose documents are beside it. */
export function cuesReport(audit, names, document) {
  const { state, stage, stages } = audit;
  const at = stages[stage];
  const made = document('tuning')?.sets.flatMap(({ trials }) => trials) ?? [];
  return {
    version: 1,
    missing: [],
    title: 'Spuriosity rankings',
    ...(state !== 'completed' && {
      partial: { stage: at.name, done: at.done, units: at.units ?? 0 },
    }),
    findings: ['The gap is largest on seabird.'],
    sections: [],
    bundles: made.flatMap(({ bundle }) => (bundle ? [{ name: bundle, hash: hash(bundle) }] : [])),
    data: names.map((name) => ({
      name,
      // What is still being tuned changes with each trial.
      artifact: hash(`${audit.id}/${name}/${name === 'tuning' ? at?.done : ''}`),
    })),
  };
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}

/** A made-up report. */
export function report(partial) {
  const figure = (value, n, half = 0.04) => ({ value, low: value - half, high: value + half, n });
  return {
    version: 1,
    missing: [],
    title: 'Accuracy by group',
    findings: [
      'demo-waterbirds is right for 70.5 % of the images, and for 17.5 % of waterbird, place=land, its worst group.',
      'It is too sure of itself: its confidence is 0.12 above its accuracy on average.',
    ],
    sections: [
      {
        title: 'Accuracy of each group',
        text: 'The share of images whose prediction is their label, with Wilson intervals (95 %).\n\nGroups with less than 1 % of the images are never called the worst.',
        tables: [
          {
            name: 'accuracy-per-group',
            caption: 'Accuracy of each group and model.',
            columns: [
              { name: 'group', title: 'Group' },
              { name: 'images', title: 'Images' },
              { name: 'accuracy', title: 'Accuracy' },
            ],
            rows: [
              [
                { text: 'landbird, place=land' },
                { count: partial ? 512 : 1462 },
                figure(0.981, partial ? 512 : 1462, 0.01),
              ],
              [{ text: 'landbird, place=water' }, { count: 38 }, figure(0.71, 38, 0.14)],
              [{ text: 'waterbird, place=land' }, { count: 40 }, figure(0.175, 40, 0.11)],
              [
                { text: 'waterbird, place=swamp' },
                { count: 0 },
                { value: null, low: null, high: null, n: 0, why: 'no image' },
              ],
            ],
          },
        ],
        pictures: partial
          ? []
          : [{ caption: 'Confidence and accuracy', artifact: PICTURE, type: 'image/png' }],
      },
    ],
  };
}
