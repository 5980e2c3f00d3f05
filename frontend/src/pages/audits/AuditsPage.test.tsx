import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, test, vi } from 'vitest';
import type { Audit, AuditSummary } from '../../api/types';
import { NOTIFY } from '../../shell/useAuditNotices';
import { renderApp, rest } from '../../testing/renderApp';
import { audit, auditDetail, hello, snapshot } from '../../testing/samples';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
});

function open(path: string, audits: AuditSummary[]) {
  const app = renderApp(path);
  app.say(hello, snapshot({ audits }));
  return app;
}

function serve(detail: Audit) {
  const told: string[] = [];
  rest.use(
    http.get('*/api/audits/:id', () => HttpResponse.json(detail)),
    http.post('*/api/audits/:id/:what', ({ params }) => {
      told.push(String(params.what));
      return new HttpResponse(null, { status: 202 });
    }),
    http.delete('*/api/audits/:id', () => {
      told.push('delete');
      return new HttpResponse(null, { status: 202 });
    }),
  );
  return told;
}

test('without an audit it says what one is for, and how to start one', async () => {
  open('/audits', []);
  expect(await screen.findByText('No audit was asked for yet')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Start an audit' })).toHaveAttribute(
    'href',
    '/audits/new',
  );
});

test('audits are listed with the stage they are in, and can be filtered by state', async () => {
  const user = userEvent.setup();
  open('/audits', [
    audit(),
    audit({ id: 'b', title: 'Another', state: 'completed', aside: 2, current: null, left: null }),
    audit({ id: 'c', title: 'Broken', state: 'failed', reason: 'no such directory', left: null }),
  ]);
  const table = await screen.findByRole('region', { name: 'Audits' });
  const row = (name: RegExp) => within(table).getByRole('row', { name });
  expect(row(/^Birds by place/)).toHaveTextContent(
    /● runningscore \(1 of 2\): 24 of 48 units2\smin 0\ss \(1\smin 40\ss to 2\smin 30\ss\) left in the stage/,
  );
  expect(row(/^Another/)).toHaveTextContent('▲ completed in part');
  await user.selectOptions(screen.getByLabelText('State'), 'failed');
  expect(screen.getByText('1 of 3 audits: failed')).toBeVisible();
  expect(screen.queryByText('Another')).toBeNull();
  await user.selectOptions(screen.getByLabelText('State'), 'paused');
  await user.click(screen.getByRole('button', { name: 'Show all 3' }));
  expect(screen.getByText('Another')).toBeVisible();
});

test('a thousand audits come a hundred at a time', async () => {
  const user = userEvent.setup();
  const many = Array.from({ length: 1000 }, (_, i) => audit({ id: `a${i}`, title: `Audit ${i}` }));
  open('/audits', many);
  expect(await screen.findByText('1,000 audits')).toBeVisible();
  expect(screen.getAllByRole('row')).toHaveLength(101);
  await user.click(screen.getByRole('button', { name: 'Show 100 more of 1,000' }));
  expect(screen.getAllByRole('row')).toHaveLength(201);
});

test('one audit shows its stages, its units on workers and what went wrong', async () => {
  serve(auditDetail());
  open('/audits/audit-1', [audit()]);
  expect(await screen.findByText('● Running, stage 1 of 2, score: 24 of 48 units.')).toBeVisible();
  expect(screen.getByText(/a unit every 5\ss; 2\smin 0\ss/)).toBeVisible();
  expect(
    screen.getByRole('row', { name: /2\. compare ○ not begun units not known yet/ }),
  ).toBeVisible();
  expect(
    screen.getByRole('img', {
      name: 'worker-1: works on score 26; 1 ended lately, 0 of them threw',
    }),
  ).toBeVisible();
  const threw = screen.getByRole('region', { name: 'Units that threw lately' });
  expect(threw).toHaveTextContent('score 25worker-2out of memory');
});

test('an audit is paused by a button, and cancelled only after a question', async () => {
  const user = userEvent.setup();
  const told = serve(auditDetail());
  open('/audits/audit-1', [audit()]);
  await user.click(await screen.findByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(told).toEqual(['pause']));
  expect(await screen.findByText('The server has been told …')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Cancel …' }));
  await user.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(screen.getByRole('button', { name: 'Cancel …' })).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Cancel …' }));
  await user.click(screen.getByRole('button', { name: 'Cancel the audit' }));
  await waitFor(() => expect(told).toEqual(['pause', 'cancel']));
});

test.each([
  ['running', '● worked on'],
  ['paused', '‖ paused'],
  ['cancelled', '✕ broken off'],
] as const)('the stage of an audit that is %s says so', async (state, words) => {
  serve(auditDetail({ state }));
  open('/audits/audit-1', [audit({ state })]);
  expect(
    await screen.findByRole('row', { name: new RegExp(`1. score ${words} 24`) }),
  ).toBeVisible();
});

test('an audit that has ended says what it cost, and nothing of workers that it has not heard of', async () => {
  const progress = { ...auditDetail().progress, running: [], lately: [] };
  const ended = {
    state: 'completed',
    createdAt: '2025-10-09T08:53:20Z',
    endedAt: '2025-10-09T08:55:25Z',
  } as const;
  serve(auditDetail({ ...ended, progress, seconds: 90 }));
  open('/audits/audit-1', [audit(ended)]);
  expect(
    await screen.findByText(/^2\smin 5\ss from request to end.*its units took 1\smin 30\ss/),
  ).toBeVisible();
  expect(screen.queryByRole('heading', { name: 'Units on workers' })).toBeNull();
});

test('a refusal is told in its own words', async () => {
  const user = userEvent.setup();
  serve(auditDetail({ state: 'paused' }));
  rest.use(
    http.post('*/api/audits/:id/resume', () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Conflict', status: 409, detail: 'It is not paused.' },
        { status: 409 },
      ),
    ),
  );
  open('/audits/audit-1', [audit({ state: 'paused' })]);
  await user.click(await screen.findByRole('button', { name: 'Resume' }));
  expect(await screen.findByText('▲ It is not paused.')).toBeVisible();
});

test('units that were set aside can be tried again', async () => {
  const user = userEvent.setup();
  const told = serve(
    auditDetail({
      state: 'completed',
      aside: 1,
      setAside: [{ stage: 'score', unit: 30, reason: 'it ends early', lost: false }],
    }),
  );
  open('/audits/audit-1', [audit({ state: 'completed', aside: 1 })]);
  expect(await screen.findByText(/Completed without 1 unit; the report says which/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(told).toEqual(['retry']));
});

test('an audit that failed before any unit was set aside can be tried again', async () => {
  const user = userEvent.setup();
  const progress = { ...auditDetail().progress, lately: [] };
  const told = serve(auditDetail({ state: 'failed', reason: 'the disk is full', progress }));
  open('/audits/audit-1', [audit({ state: 'failed', reason: 'the disk is full' })]);
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(told).toEqual(['retry']));
});

test('an audit that was tried again shows the report of its new end', async () => {
  const ended = (endedAt: string) => ({ state: 'completed', aside: 1, endedAt }) as const;
  const first = ended('2025-10-09T08:55:25Z');
  const again = ended('2025-10-09T08:57:00Z');
  serve(auditDetail({ ...first, report: 'finished' }));
  rest.use(http.get('*/api/audits/:id/report', () => HttpResponse.json(report)));
  const { say } = open('/audits/audit-1', [audit(first)]);
  expect(await screen.findByText('It is right for 87 %.')).toBeVisible();
  serve(auditDetail({ ...again, report: 'finished' }));
  rest.use(
    http.get('*/api/audits/:id/report', () =>
      HttpResponse.json({ ...report, findings: ['It is right for 90 %.'] }),
    ),
  );
  say({ type: 'delta', seq: 2, audits: [audit(again)] });
  expect(await screen.findByText('It is right for 90 %.')).toBeVisible();
});

test('an audit that has left the latest ones is listed as it ended', async () => {
  const early = audit({ id: 'early', title: 'Early', createdAt: '2025-10-09T08:00:00Z' });
  const late = audit({ id: 'late', title: 'Late' });
  let stored = [late, early];
  rest.use(
    http.get('*/api/audits', () => HttpResponse.json({ audits: stored, total: stored.length })),
  );
  const app = renderApp('/audits');
  app.say(hello, snapshot({ audits: [late], auditTotal: 2 }));
  expect(await screen.findByRole('row', { name: /^Early.*running/ })).toBeVisible();
  const endedAt = '2025-10-09T08:55:25Z';
  stored = stored.map((one) => ({ ...one, state: 'completed', left: null, endedAt }));
  app.say({ type: 'delta', seq: 2, audits: [stored[0]] });
  expect(await screen.findByRole('row', { name: /^Early.*completed/ })).toBeVisible();
});

test('a training without a model names none', async () => {
  const training = { method: 'train', models: [] };
  serve(auditDetail(training));
  const { say } = open('/audits', [audit(training)]);
  expect(await screen.findByText('train on waterbirds')).toBeVisible();
  await userEvent.click(screen.getByRole('link', { name: 'Birds by place' }));
  say({ type: 'delta', seq: 2, audits: [audit(training)] });
  expect(await screen.findByText(/^train on waterbirds; asked for/)).toBeVisible();
});

test('the report of a finished audit is in the page, with intervals, pictures and downloads', async () => {
  serve(auditDetail({ state: 'completed', report: 'finished' }));
  rest.use(http.get('*/api/audits/:id/report', () => HttpResponse.json(report)));
  open('/audits/audit-1', [audit({ state: 'completed' })]);
  expect(await screen.findByText('It is right for 87 %.')).toBeVisible();
  expect(screen.getByText('0.851 to 0.889, n 300')).toBeVisible();
  expect(screen.getByText('no image')).toBeVisible();
  expect(screen.getByRole('img', { name: 'A heatmap' })).toHaveAttribute(
    'src',
    `/api/audits/audit-1/pictures/${'a'.repeat(64)}`,
  );
  expect(screen.getByRole('link', { name: '↓ CSV tables' })).toHaveAttribute(
    'href',
    '/api/audits/audit-1/report?format=csv',
  );
});

test('a report in part says how much is in it', async () => {
  serve(auditDetail({ report: 'partial' }));
  rest.use(
    http.get('*/api/audits/:id/report', () =>
      HttpResponse.json({ ...report, partial: { stage: 'score', done: 20, units: 48 } }),
    ),
  );
  open('/audits/audit-1', [audit()]);
  expect(await screen.findByText(/^In part: 20 of 48 units of score are in it\./)).toBeVisible();
  expect(screen.getByRole('heading', { name: 'Report so far' })).toBeVisible();
});

test('an audit that is not there is told of, and the way back', async () => {
  rest.use(
    http.get('*/api/audits/:id', () =>
      HttpResponse.json(
        { type: 'about:blank', title: 'Not Found', status: 404, detail: 'There is no audit "x".' },
        { status: 404 },
      ),
    ),
  );
  open('/audits/x', []);
  expect(await screen.findByText('There is no audit x')).toBeVisible();
  expect(screen.getByRole('link', { name: 'All audits' })).toBeVisible();
});

test('the browser tells when an audit ends, once a person has asked for it by a button', async () => {
  const user = userEvent.setup();
  const told: string[] = [];
  class FakeNotification {
    static permission = 'default';
    static requestPermission = vi.fn(async () => (FakeNotification.permission = 'granted'));
    onclick: (() => void) | null = null;
    constructor(title: string) {
      if (FakeNotification.permission === 'granted') told.push(title);
    }
  }
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('isSecureContext', true);
  const { say } = open('/audits', [audit()]);
  const button = await screen.findByRole('button', { name: 'Notify me' });
  expect(FakeNotification.requestPermission).not.toHaveBeenCalled();
  say({ type: 'delta', seq: 2, audits: [audit({ id: 'b' })] });
  await user.click(button);
  expect(await screen.findByText(/You will be told/)).toBeVisible();
  say({ type: 'delta', seq: 3, audits: [audit({ state: 'completed' })] });
  say({ type: 'delta', seq: 4, audits: [audit({ id: 'c', state: 'failed' })] });
  expect(told).toEqual(['Birds by place is completed']);
});

test('a browser whose pages cannot notify is not asked to, and the page goes on', async () => {
  class OnAPhone {
    static permission = 'default';
    constructor() {
      throw new TypeError('Illegal constructor');
    }
  }
  vi.stubGlobal('Notification', OnAPhone);
  vi.stubGlobal('isSecureContext', true);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  localStorage.setItem(NOTIFY, 'true');
  const { say } = open('/audits', [audit()]);
  expect(await screen.findByRole('region', { name: 'Audits' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Notify me' })).toBeNull();
  OnAPhone.permission = 'granted';
  say({ type: 'delta', seq: 2, audits: [audit({ state: 'completed' })] });
  expect(await screen.findByText(/✓ completed/)).toBeVisible();
});

test('the page has a key', async () => {
  open('/', [audit()]);
  await userEvent.keyboard('5');
  expect(await screen.findByRole('region', { name: 'Audits' })).toBeVisible();
});

const report = {
  version: 1,
  title: 'Accuracy by group',
  findings: ['It is right for 87 %.'],
  sections: [
    {
      title: 'Groups',
      text: 'With intervals.',
      tables: [
        {
          name: 'groups',
          caption: 'Of each group',
          columns: [
            { name: 'group', title: 'Group' },
            { name: 'accuracy', title: 'Accuracy' },
          ],
          rows: [
            [{ text: 'landbird' }, { value: 0.87, low: 0.851, high: 0.889, n: 300, why: null }],
            [{ text: 'seabird' }, { value: null, low: null, high: null, n: 0, why: 'no image' }],
          ],
        },
      ],
      pictures: [{ caption: 'A heatmap', artifact: 'a'.repeat(64), type: 'image/png' }],
    },
  ],
};
