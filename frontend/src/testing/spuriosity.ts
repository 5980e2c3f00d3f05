import { http, HttpResponse } from 'msw';
import { afterAll, beforeAll } from 'vitest';
import { Documents } from '../../dev/spuriosity.mjs';
import type { Audit, NewAudit } from '../api/types';
import { renderApp, rest } from './renderApp';
import { audit, auditDetail, hello, snapshot, status } from './samples';

/** What a server tells of an audit on spuriosity in a test. */
export interface Told {
  readonly audit?: Partial<Audit>;
  /** Names of the documents in its report; all of them else. */
  readonly names?: readonly string[];
  /** How much of the tuning is done, 0 to 1; none else. */
  readonly tuning?: number;
  readonly documents?: Documents;
}

/** jsdom lays nothing out: every element is as large as a small window. */
export function withSizes(): void {
  const sizes = { clientWidth: 900, clientHeight: 600, offsetWidth: 900, offsetHeight: 600 };
  const before = Object.keys(sizes).map(
    (name) => [name, Object.getOwnPropertyDescriptor(HTMLElement.prototype, name)] as const,
  );
  beforeAll(() => {
    for (const [name, value] of Object.entries(sizes)) {
      Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value });
    }
    // Nor does it scroll.
    HTMLElement.prototype.scrollIntoView = () => {};
    // It has no canvas either.
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  afterAll(() => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(HTMLElement.prototype, name, descriptor);
      else Reflect.deleteProperty(HTMLElement.prototype, name);
    }
  });
}

/** Opens a page of the audit `cues`; gives what was asked of the server. */
export function openCues(path: string, { tuning, documents = birds, ...told }: Told = {}) {
  const asked: NewAudit[] = [];
  const state = told.audit?.state ?? 'completed';
  const ended = { state, current: null, left: null } as const;
  const { progress } = auditDetail();
  const names = ['encode', 'gaps', 'tuning', 'sensitivity', 'concepts', 'discovery'];
  const stages = names.map((name) => ({ name, units: 4, done: 4, aside: 0 }));
  const detail: Audit = {
    ...auditDetail(),
    ...ended,
    id: 'cues',
    title: 'Cues of birds',
    method: 'spuriosity',
    progress: { ...progress, stages },
    report: state === 'completed' ? 'finished' : 'partial',
    spec: {
      method: 'spuriosity',
      images: { name: 'waterbirds' },
      models: [{ name: 'demo' }],
      options: { trials: 3, epochs: 40 },
    },
    ...told.audit,
  };
  const all = tuning === undefined ? documents.names() : [...documents.names(), 'tuning'];
  const data = (told.names ?? all).map((name) => ({ name, artifact: `${name}/${tuning}` }));
  const problem = (status: number, text: string) =>
    HttpResponse.json({ type: 'about:blank', title: 'Problem', status, detail: text }, { status });
  rest.use(
    http.get('*/api/status', () => HttpResponse.json(status('demo'))),
    http.get('*/api/audits/:id', ({ params }) =>
      params.id === 'nothing'
        ? problem(404, 'There is no audit "nothing".')
        : HttpResponse.json({ ...detail, id: String(params.id) }),
    ),
    http.get('*/api/audits/:id/report', () =>
      HttpResponse.json({ version: 1, title: 'Cues', findings: [], sections: [], data }),
    ),
    http.get('*/api/audits/:id/data/:name', ({ params }) => {
      const name = String(params.name);
      const found = name === 'tuning' ? documents.tuning(tuning ?? 0) : documents.get(name);
      return found ? HttpResponse.json(found) : problem(404, `There is no document ${name}.`);
    }),
    http.get('*/api/methods', () =>
      HttpResponse.json({
        methods: [
          {
            name: 'spuriosity',
            summary: 'Which cues a model needs.',
            models: { least: 1, most: 64 },
            schema: {
              type: 'object',
              properties: {
                trials: { type: 'integer', minimum: 1, maximum: 20, default: 3, title: 'Trials' },
                epochs: { type: 'integer', minimum: 1, default: 300, title: 'Epochs' },
                suggest: { type: 'string', default: 'mass', title: 'Verdicts' },
                verdicts: { type: 'string', default: '', title: 'Spurious features' },
              },
            },
          },
        ],
      }),
    ),
    http.post('*/api/audits/estimate', () =>
      HttpResponse.json({ stages: [{ name: 'tuning', units: 9 }], slots: 2, seconds: null }),
    ),
    http.post('*/api/audits', async ({ request }) => {
      asked.push((await request.json()) as NewAudit);
      return HttpResponse.json({ id: 'cues-anew' }, { status: 202 });
    }),
  );
  const app = renderApp(path);
  app.say(hello, snapshot({ audits: [audit({ ...ended, id: 'cues', method: 'spuriosity' })] }));
  return { ...app, asked };
}

const birds = new Documents();
