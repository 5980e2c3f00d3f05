import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import type { AuditEstimate, NewAudit } from '../../api/types';
import { renderApp, rest } from '../../testing/renderApp';
import { auditDetail, hello, snapshot, status } from '../../testing/samples';

const estimate: AuditEstimate = {
  stages: [
    { name: 'score', units: 47 },
    { name: 'compare', units: null },
  ],
  slots: 2,
  seconds: { expected: 122, low: 90, high: 160, audits: 3 },
};

function open(path = '/audits/new', answer: AuditEstimate = estimate) {
  const asked: NewAudit[] = [];
  rest.use(
    http.get('*/api/status', () => HttpResponse.json(status('demo', 'other'))),
    http.get('*/api/methods', () =>
      HttpResponse.json({
        methods: [
          {
            name: 'groups',
            summary: 'How right a model is in each group.',
            models: { least: 1, most: 32 },
            schema: {
              type: 'object',
              properties: {
                chunk: { type: 'integer', minimum: 16, default: 64, title: 'Images in a unit' },
              },
            },
          },
        ],
      }),
    ),
    http.post('*/api/audits/estimate', async ({ request }) => {
      const body = (await request.json()) as NewAudit;
      return body.spec.images.subset?.split === 'tset'
        ? HttpResponse.json(
            {
              type: 'about:blank',
              title: 'Bad Request',
              status: 400,
              detail: 'no split is "tset"; there are train, test',
              field: 'spec.images.subset',
            },
            { status: 400 },
          )
        : HttpResponse.json(answer);
    }),
    http.post('*/api/audits', async ({ request }) => {
      asked.push((await request.json()) as NewAudit);
      return HttpResponse.json({ id: 'audit-7' }, { status: 202 });
    }),
    http.get('*/api/audits/:id', ({ params }) =>
      HttpResponse.json(auditDetail({ id: String(params.id) })),
    ),
  );
  renderApp(path).say(hello, snapshot());
  return asked;
}

test('the form tells what the audit will cost, and starts it', async () => {
  const user = userEvent.setup();
  const asked = open();
  expect(
    await screen.findByText('47 units in score; units of compare not known yet'),
  ).toBeVisible();
  expect(
    screen.getByText(/^About 2\smin 2\ss \(90 %: 1\smin 30\ss to 2\smin 40\ss\), by 3 audits/),
  ).toBeVisible();
  await user.type(screen.getByLabelText('Title'), 'Mine');
  await user.click(screen.getByRole('button', { name: 'Start the audit' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    title: 'Mine',
    spec: { method: 'groups', images: { name: 'waterbirds' }, models: [{ name: 'demo' }] },
  });
  expect(await screen.findByRole('heading', { name: /^Audit: / })).toBeVisible();
});

test('it says so when nothing was measured, and when there is no worker', async () => {
  open('/audits/new', { ...estimate, seconds: null, slots: 1 });
  expect(await screen.findByText(/Time not measured yet: no audit of this method/)).toBeVisible();
});

test('what is wrong is told at its field as one types, and nothing is sent', async () => {
  const user = userEvent.setup();
  const asked = open();
  const chunk = await screen.findByLabelText('Images in a unit');
  await user.clear(chunk);
  await user.type(chunk, '8');
  expect(chunk).toBeInvalid();
  expect(chunk).toHaveAccessibleDescription('▲ It is 16 or more.');
  await user.click(screen.getByRole('button', { name: 'Start the audit' }));
  await waitFor(() => expect(chunk).toHaveFocus());
  await user.type(chunk, '0');
  expect(chunk).toBeValid();
  await user.click(screen.getByRole('checkbox', { name: 'demo' }));
  expect(screen.getByLabelText('Further bundles')).toHaveAccessibleDescription(
    '▲ Choose at least one model.',
  );
  expect(asked).toEqual([]);
});

test('what an audit is called does not make its cost be worked out anew', async () => {
  const user = userEvent.setup();
  open();
  const split = await screen.findByLabelText('Split');
  const estimated: NewAudit[] = [];
  rest.use(
    http.post('*/api/audits/estimate', async ({ request }) => {
      estimated.push((await request.json()) as NewAudit);
      return HttpResponse.json(estimate);
    }),
  );
  await user.type(screen.getByLabelText('Title'), 'Mine');
  await user.type(split, 'val');
  await waitFor(() => expect(estimated.at(-1)?.spec.images.subset?.split).toBe('val'));
  expect(estimated.map(({ title }) => title)).not.toContain('Mine');
});

test('what only the server knows to be wrong stands at its field too', async () => {
  const user = userEvent.setup();
  open();
  const split = await screen.findByLabelText('Split');
  await user.type(split, 'tset');
  await waitFor(() =>
    expect(split).toHaveAccessibleDescription('▲ no split is "tset"; there are train, test'),
  );
});

test('a clone begins with the spec of the other audit', async () => {
  open('/audits/new?from=audit-1');
  expect(await screen.findByText(/Filled as/)).toBeVisible();
  expect(screen.getByLabelText('Split')).toHaveValue('test');
  expect(screen.getByLabelText('Seed')).toHaveValue('7');
  expect(screen.getByRole('checkbox', { name: 'demo' })).toBeChecked();
  expect(screen.getByRole('checkbox', { name: 'other' })).not.toBeChecked();
});
