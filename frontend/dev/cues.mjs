// Made-up audits by the method spuriosity, with their documents.
import { Documents } from './spuriosity.mjs';

const number = (type, title, description, standard, minimum, maximum) => ({
  type,
  title,
  description,
  default: standard,
  minimum,
  maximum,
});

/** The method, with the options of the real one that pages change. */
export const spuriosityMethod = {
  name: 'spuriosity',
  summary: 'Which cues a model needs that do not belong to the class.',
  models: { least: 1, most: 32 },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      k: number('integer', 'Images at each end', 'Of each class.', 10, 1, 100_000),
      perClass: number('integer', 'Images to tune on', 'Of each class.', 100, 1, 100_000),
      trials: number('integer', 'Trials', 'On each choice of images.', 3, 1, 20),
      threshold: number('number', 'Closed below', 'Percentage points of the gap.', 5, 0.01, 100),
      epochs: number('integer', 'Epochs', 'The most that a head is tuned.', 300, 1, 10_000),
      rate: number('number', 'Learning rate', 'Of the tuning.', 0.01, 1e-9, 100),
      verdicts: { type: 'string', title: 'Spurious features', description: '', default: '' },
    },
  },
};

const TRIALS = 9;
/** Stages after the tuning; each makes the documents whose names begin as its own. */
const LATER = ['sensitivity', 'concepts', 'discovery'];
const birds = new Documents();

/** What makes an audit one of this method that is at its tuning, with so many trials done. */
export function withDocuments({ done, models = 3, ...changes }) {
  const { state } = changes;
  const names = ['encode', 'head', 'evidence', 'gaps'];
  return {
    done: 8,
    stages: [
      ...names.map((name) => ({ name, units: 4, done: 4, aside: 0 })),
      { name: 'tuning', units: TRIALS, done, aside: 0 },
      ...LATER.map((name) => ({
        name,
        units: state === 'completed' ? 4 : null,
        done: state === 'completed' ? 4 : 0,
        aside: 0,
      })),
    ],
    stage: 4,
    spec: {
      method: 'spuriosity',
      images: { name: 'waterbirds', directory: '/data/waterbirds', hash: '0011223344556677' },
      models: [{ name: 'demo-waterbirds', directory: '/models/demo-waterbirds' }],
      options: { k: 20, perClass: 100, trials: 3, threshold: 5, epochs: 40, rate: 0.01 },
    },
    documents: models === 12 ? birds : new Documents({ classes: 2, models }),
    ...changes,
  };
}

/** What one would cost. */
export function cuesEstimate({ options }) {
  const tuning = 3 * (options.trials ?? 3);
  return {
    stages: [
      { name: 'encode', units: 47 },
      { name: 'tuning', units: tuning },
    ],
    slots: 2,
    seconds: { expected: 3 * tuning, low: 2 * tuning, high: 5 * tuning, audits: 2 },
  };
}

/** One that is completed, one at its tuning, one that has nothing to show yet. */
export function cues(one) {
  const begun = withDocuments({ done: 0 });
  return [
    one('cues-completed', 'Cues of birds, ranked', 95, {
      ...withDocuments({ done: TRIALS, models: 12, state: 'completed', report: 'finished' }),
      stage: 8,
    }),
    one('cues-tuning', 'Cues of birds, tuned', 6, {
      ...withDocuments({ done: 4, report: 'partial' }),
      stands: true,
    }),
    one('cues-beginning', 'Cues of birds, just begun', 1, {
      ...begun,
      documents: null,
      stages: begun.stages.map((stage, i) =>
        i === 0
          ? { ...stage, units: 40, done: 3 }
          : { name: stage.name, units: null, done: 0, aside: 0 },
      ),
      stage: 0,
      done: 3,
      stands: true,
    }),
  ];
}

/** One of a thousand classes, five features of each and fifty models. */
export function manyCues(one) {
  return one('cues-many', 'Cues of a thousand classes', 30, {
    ...withDocuments({ done: TRIALS, state: 'completed', report: 'finished' }),
    documents: new Documents({ classes: 1000, models: 50 }),
    stage: 8,
  });
}

/** Names of the documents that an audit has so far. */
export function documentNames({ documents, stages }) {
  if (!documents) return [];
  const stage = (name) => stages.find((one) => one.name === name);
  const names = stage('tuning').done > 0 ? [...documents.names(), 'tuning'] : documents.names();
  return names.filter((name) => {
    const later = LATER.find((one) => name.startsWith(one));
    return later === undefined || stage(later).done > 0;
  });
}

/** One of them; undefined when there is none. */
export function document(audit, name) {
  const { documents, stages } = audit;
  if (!documentNames(audit).includes(name)) return undefined;
  if (name !== 'tuning') return documents.get(name);
  const { done, units } = stages.find((one) => one.name === 'tuning');
  return documents.tuning(done / units);
}
