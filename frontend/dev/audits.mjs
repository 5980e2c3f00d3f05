// Made-up audits, one in each state; the running one goes on while the server does.
import { cues, cuesEstimate, manyCues, spuriosityMethod, withDocuments } from './cues.mjs';

const UNITS = 48;
const ERROR = 'the picture images/seabird-031.png cannot be read: it ends early';

/** The options of the made-up method. */
const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    chunk: {
      type: 'integer',
      minimum: 16,
      maximum: 4096,
      multipleOf: 16,
      default: 64,
      title: 'Images in a unit',
      description: 'A multiple of 16.',
    },
    smallShare: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.01,
      title: 'Small groups',
      description: 'Groups with a smaller share of the images are never called the worst.',
    },
    bins: {
      enum: ['equal-count', 'equal-width'],
      default: 'equal-count',
      title: 'Bins of the calibration',
      description: 'How confidences are put together.',
    },
    perGroup: {
      type: 'boolean',
      default: true,
      title: 'Calibration of each group',
      description: 'Beside that of all images.',
    },
  },
};

/** Audits of the made-up Telltale. */
export class Audits {
  constructor(now = Date.now()) {
    this.now = now;
    this.next = 1;
    const one = (id, title, minutes, changes) => this.make(id, title, minutes, changes);
    this.all = [
      one('birds-running', 'Birds by place', 3, { done: 12 }),
      one('birds-requested', 'Waits for its turn', 4, { state: 'requested', begun: false }),
      one('birds-paused', 'Birds, all checkpoints', 20, { state: 'paused', done: 30 }),
      one('cues-waiting', 'Cues of birds', 50, {
        state: 'waiting-for-annotation',
        done: UNITS,
        stage: 1,
        reason: '12 features are to be judged by three people',
      }),
      one('birds-completed', 'Birds by place, a first look', 90, {
        state: 'completed',
        done: UNITS,
        stage: 2,
        report: 'finished',
      }),
      one('birds-in-part', 'Birds with broken pictures', 120, {
        state: 'completed',
        done: UNITS - 1,
        stage: 2,
        aside: [{ stage: 'score', unit: 30, reason: ERROR, lost: false }],
        report: 'finished',
      }),
      one('faces-failed', 'Faces by sex', 200, {
        state: 'failed',
        begun: false,
        reason: '/data/celeba has no attribute "Male"; it has 5_o_Clock_Shadow, Attractive, Bald',
      }),
      one('birds-cancelled', 'Birds, too many', 260, { state: 'cancelled', done: 7 }),
      ...cues(one),
    ];
  }

  make(id, title, minutes, { done = 0, begun = true, stage = 0, aside = [], ...changes }) {
    const createdAt = new Date(this.now - minutes * 60_000).toISOString();
    const ended = ['completed', 'failed', 'cancelled'].includes(changes.state);
    const audit = {
      id,
      title,
      state: 'running',
      createdAt,
      endedAt: ended ? new Date(this.now - (minutes - 2) * 60_000).toISOString() : null,
      reason: null,
      report: done > 4 && !ended ? 'partial' : 'none',
      spec: {
        method: 'groups',
        images: { name: 'waterbirds', directory: '/data/waterbirds', hash: '0011223344556677' },
        models: [{ name: 'demo-waterbirds', directory: '/models/birds', hash: 'ab'.repeat(32) }],
        options: { chunk: 64, smallShare: 0.01, bins: 'equal-count', perGroup: true },
      },
      stages: [
        { name: 'score', units: begun ? UNITS : null, done, aside: aside.length },
        { name: 'compare', units: stage > 0 ? 1 : null, done: stage > 1 ? 1 : 0, aside: 0 },
      ],
      stage,
      running: [],
      lately: [],
      setAside: aside,
      seconds: 5.2 * done,
      log: [{ at: createdAt, what: 'Asked for' }],
      ...changes,
    };
    for (let unit = Math.max(0, done - 20); unit < done; unit++) {
      audit.lately.push(ended_(unit, this.now - (done - unit) * 2600, unit === done - 5));
    }
    if (audit.state === 'running')
      audit.running = [busy(done, 1, this.now), busy(done + 1, 2, this.now)];
    if (begun) audit.log.push({ at: createdAt, what: 'Began: score, 48 units' });
    if (changes.state && changes.state !== 'running') {
      audit.log.push({ at: audit.endedAt ?? createdAt, what: `Now ${changes.state}` });
    }
    return audit;
  }

  /** So many audits that have ended, before those that are there. */
  fill(count) {
    for (let i = this.all.length; i < count; i++) {
      const changes = { state: 'completed', done: UNITS, stage: 2, report: 'finished' };
      this.all.push(this.make(`older-${i}`, `Birds, run ${i}`, 300 + i, changes));
    }
  }

  /** One more, as large as they come. */
  enlarge() {
    if (this.all.some(({ id }) => id === 'cues-many')) return;
    this.all.push(manyCues((...made) => this.make(...made)));
  }

  /** The running ones go on by a unit now and then; the first begins again after its last. */
  tick() {
    // A trial of a tuning takes longer than a few images.
    const chance = (audit) => (audit.documents ? 0.08 : 0.3);
    const changed = this.all.filter(
      (audit) => audit.state === 'running' && Math.random() < chance(audit),
    );
    const now = Date.now();
    for (const audit of changed) {
      const stage = audit.stages[audit.stage];
      stage.units ??= UNITS;
      if (stage.done >= stage.units) {
        if (audit.id === 'birds-running' || audit.stands) continue;
        for (const one of audit.stages) Object.assign(one, { units: one.units ?? 1, aside: 0 });
        for (const one of audit.stages) one.done = one.units;
        const all = audit.stages.length;
        Object.assign(audit, { state: 'completed', stage: all, report: 'finished', running: [] });
        audit.endedAt = new Date(now).toISOString();
        audit.log.push({ at: audit.endedAt, what: 'Now completed' });
        continue;
      }
      if (audit.stands) continue;
      stage.done++;
      audit.seconds += 1.6;
      audit.report = 'partial';
      audit.lately = [...audit.lately, ended_(stage.done - 1, now, false, 1.6)].slice(-200);
      audit.running = [busy(stage.done, 1, now), busy(stage.done + 1, 2, now)];
    }
    return changed.map(summary);
  }

  /** Those that go on, and the hundred that ended last: what the live feed holds. */
  latest() {
    let ended = 0;
    return this.summaries().filter(
      ({ state }) => !['completed', 'failed', 'cancelled'].includes(state) || ended++ < 100,
    );
  }

  summaries() {
    return this.all.map(summary);
  }

  find(id) {
    const audit = this.all.find((one) => one.id === id);
    if (!audit) return undefined;
    const { stages, stage, running, lately, documents, stands, ...rest } = audit;
    const progress = { stages, stage, running, lately, unitsPerSecond: 0.62, left: left(audit) };
    return { ...rest, ...summary(audit), progress };
  }

  methods() {
    return [
      {
        name: 'groups',
        summary: 'How right a model is in each group of images.',
        models: { least: 1, most: 20 },
        schema,
      },
      {
        name: 'train',
        summary: 'Trains a network of your own.',
        models: { least: 0, most: 1 },
        schema: {
          type: 'object',
          properties: {
            epochs: { type: 'integer', minimum: 1, title: 'Epochs', description: '', default: 10 },
            blocks: {
              type: 'array',
              items: { type: 'string' },
              minItems: 1,
              title: 'Layers',
              description: 'Which are trained',
              default: ['head'],
            },
          },
        },
      },
      spuriosityMethod,
    ];
  }

  /** An audit with its documents; undefined when it has none. */
  documentsOf(id) {
    return this.all.find((one) => one.id === id && one.documents);
  }

  /** What is wrong with a request, as the server says it; null when nothing is. */
  refusal({ spec }) {
    if (spec.images.directory?.startsWith('/etc')) {
      return ['spec.images.directory', '/etc is outside the allowed directories'];
    }
    if (spec.images.subset?.split && !['train', 'val', 'test'].includes(spec.images.subset.split)) {
      return [
        'spec.images.subset',
        `no split is "${spec.images.subset.split}"; there are train, val, test`,
      ];
    }
    return null;
  }

  estimate({ spec }) {
    if (spec.method === 'spuriosity') return cuesEstimate(spec);
    const units = Math.ceil(3000 / (spec.options.chunk ?? 64));
    const known = spec.method === 'groups';
    return {
      stages: [
        { name: 'score', units },
        { name: 'compare', units: null },
      ],
      slots: 2,
      seconds: known
        ? { expected: 2.6 * units, low: 2.1 * units, high: 3.3 * units, audits: 3 }
        : null,
    };
  }

  request({ title, spec }) {
    const id = `audit-${this.next++}`;
    const begun = spec.method === 'spuriosity' ? withDocuments({ done: 0 }) : {};
    const audit = this.make(id, title ?? `${spec.method} on ${spec.images.name}`, 0, begun);
    this.all.unshift({
      ...audit,
      createdAt: new Date().toISOString(),
      spec,
      lately: [],
      seconds: 0,
    });
    return { id };
  }

  /** Why an audit cannot be changed so; null when it was. */
  change(id, what) {
    const audit = this.all.find((one) => one.id === id);
    const ended = ['completed', 'failed', 'cancelled'].includes(audit.state);
    if (what === 'delete') {
      if (!ended) return `The audit ${id} is ${audit.state}; cancel it first.`;
      this.all = this.all.filter((one) => one !== audit);
      return null;
    }
    if (ended && what !== 'retry') return `The audit ${id} is ${audit.state}: it has ended.`;
    if (what === 'resume' && audit.state !== 'paused') return `The audit ${id} is not paused.`;
    audit.state = { pause: 'paused', resume: 'running', cancel: 'cancelled', retry: 'running' }[
      what
    ];
    if (what !== 'resume') audit.running = [];
    if (what === 'retry') {
      audit.setAside = [];
      audit.stage = 0;
      audit.stages[0].aside = 0;
      audit.endedAt = null;
    }
    if (what === 'cancel') audit.endedAt = new Date().toISOString();
    audit.log.push({ at: new Date().toISOString(), what: `Now ${audit.state}` });
    return null;
  }
}

function busy(unit, worker, now) {
  const since = new Date(now - 800 * worker).toISOString();
  return { stage: 'score', unit, attempt: 0, worker: `worker-${worker}`, since };
}

function ended_(unit, at, threw, seconds = 5) {
  const error = threw ? ERROR : null;
  const worker = `worker-${1 + (unit % 2)}`;
  return {
    stage: 'score',
    unit,
    attempt: 0,
    worker,
    at: new Date(at).toISOString(),
    seconds,
    error,
  };
}

function left({ state, stages, stage }) {
  const at = stages[stage];
  if (state !== 'running' || !at?.units) return null;
  const seconds = 1.6 * (at.units - at.done);
  return { seconds, low: 0.8 * seconds, high: 1.3 * seconds };
}

function summary(audit) {
  const { id, title, state, createdAt, endedAt, reason, stage, stages, spec, setAside } = audit;
  return {
    id,
    title,
    method: spec.method,
    dataset: spec.images.name,
    models: spec.models.map(({ name }) => name),
    state,
    createdAt,
    endedAt,
    stage,
    stages: stages.length,
    current: stages[stage] ?? null,
    aside: setAside.length,
    left: left(audit),
    reason,
  };
}
