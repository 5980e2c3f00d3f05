import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { rest } from '../../testing/renderApp';
import { openCues, withSizes } from '../../testing/spuriosity';
import type { ListedClass } from './classOrder';

withSizes();

test('what tuning did stands in words beside both controls, with every trial', async () => {
  openCues('/audits/cues/mitigate', { tuning: 1 });
  expect(
    await screen.findByText(
      /^Tuned on images of low spuriosity the gap goes from \+28\.0 to 5\.0 points of either sign and accuracy from 91\.2\s% to 90\.5\s% \(mean of 3 trials\)/,
    ),
  ).toBeVisible();
  expect(
    screen.getByText(/^Tuned on random images the gap goes from \+28\.0 to 25\.0/),
  ).toBeVisible();
  const trials = within(screen.getByRole('region', { name: 'Trials of the tuning' }));
  expect(trials.getAllByRole('row')).toHaveLength(11);
  expect(trials.getByRole('row', { name: /^before/ })).toHaveTextContent(
    /31\.0\s% waterbird, place=land/,
  );
  expect(trials.getByRole('row', { name: /^errorstrial 1/ })).toHaveTextContent(
    '200 37 topped up40✕ no more epochs',
  );
  expect(trials.getByRole('link', { name: '↓ tuned-low' })).toHaveAttribute(
    'href',
    '/api/audits/cues/bundles/tuned-low',
  );
});

test('while it goes on every curve grows, and the trials that have ended are told', async () => {
  openCues('/audits/cues/mitigate', { tuning: 0.05, audit: { state: 'running' } });
  expect(await screen.findByText('No trial has ended yet.')).toBeVisible();
  expect(screen.getByText('9 trials go on, the furthest at epoch 2.')).toBeVisible();
  expect(
    screen.getByRole('img', {
      name: /^Gap while tuning\. .*: low spuriosity \+\d[^;]*; random \+\d[^;]*; errors \+\d[^;]*$/,
    }),
  ).toBeVisible();
  expect(screen.queryByRole('region', { name: 'Images repaired and broken' })).toBeNull();
  const rows = () =>
    within(screen.getByRole('region', { name: 'Trials of the tuning' })).getAllByRole('row');
  expect(rows().map((row) => row.textContent)).toContain(
    'low spuriositytrial 1… goes on, at epoch 2',
  );
  cleanup();
  openCues('/audits/cues/mitigate', { tuning: 1 / 9, audit: { state: 'running' } });
  expect(await screen.findByText('8 trials go on, the furthest at epoch 4.')).toBeVisible();
  expect(screen.getByText(/^Tuned on images of low spuriosity .* \(one trial\)\.$/)).toBeVisible();
  expect(rows()).toHaveLength(11);
});

test('of an audit that ended early no trial goes on', async () => {
  openCues('/audits/cues/mitigate', { tuning: 1 / 9, audit: { state: 'cancelled' } });
  expect(
    await screen.findByText('8 trials have not ended, the furthest at epoch 4.'),
  ).toBeVisible();
  expect(screen.queryByText(/go(es)? on/)).toBeNull();
});

test('images that were repaired say what they were called before and after', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/mitigate', { tuning: 1 });
  const changed = within(await screen.findByRole('region', { name: 'Images repaired and broken' }));
  expect(changed.getByRole('heading', { name: '✓ Repaired: 61' })).toBeVisible();
  const repaired = changed.getByRole('list', { name: /^Repaired by tuning on images of low/ });
  expect(
    within(repaired).getByRole('button', {
      name: 'birds/0000.png: landbird before, waterbird after. Show large',
    }),
  ).toHaveTextContent('landbird→ waterbird');
  await user.selectOptions(changed.getByLabelText('Tuned on'), 'errors');
  expect(changed.getByRole('heading', { name: '✕ Broken: 74' })).toBeVisible();
});

test('without a tuning it says so, and a new one can be asked for', async () => {
  openCues('/audits/cues/mitigate');
  expect(await screen.findByText(/The audit found nothing of this kind/)).toBeVisible();
  expect(await screen.findByRole('button', { name: 'Start the audit' })).toBeVisible();
});

test('ticked features become verdicts of a new audit of the same images and models', async () => {
  const user = userEvent.setup();
  const { asked } = openCues('/audits/cues/mitigate', { tuning: 1 });
  const boxes = within(await screen.findByRole('group', { name: 'landbird' }));
  expect(boxes.getByRole('checkbox', { name: /^Feature 0/ })).toBeChecked();
  await user.click(boxes.getByRole('checkbox', { name: /^Feature 0/ }));
  await user.click(boxes.getByRole('checkbox', { name: /^Feature 3/ }));
  // A suggestion that is overruled, and one that is left as it was after all.
  const box = (name: string, feature: RegExp) =>
    within(screen.getByRole('group', { name })).getByRole('checkbox', { name: feature });
  expect(screen.getByText(/1 goes along as judged by people/)).toBeVisible();
  const overruled = box('waterbird', /^Feature 7/);
  await user.click(overruled);
  expect(overruled).not.toBeChecked();
  expect(overruled.closest('label')).toHaveTextContent('changed here');
  const left = box('owl', /^Feature 28/);
  await user.click(left);
  await user.click(left);
  expect(screen.getByText(/2 go along as judged by people/)).toBeVisible();
  const trials = screen.getByLabelText('Trials');
  await user.clear(trials);
  await user.type(trials, '99');
  expect(await screen.findByText('▲ It is 20 or less.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Start the audit' }));
  expect(asked).toEqual([]);
  await user.clear(trials);
  await user.type(trials, '1');
  expect(await screen.findByText('9 units in tuning')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Start the audit' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  const { title, spec } = asked[0]!;
  expect(title).toBe('Cues of birds, tuned anew');
  expect(spec.images.name).toBe('waterbirds');
  expect(spec.models).toEqual([{ name: 'demo' }]);
  expect(spec.options).toEqual({
    trials: 1,
    epochs: 40,
    suggest: 'mass',
    verdicts: '{"landbird":[3,500],"waterbird":[500]}',
  });
});

test('boxes follow what becomes known and keep what was changed, while requests fail', async () => {
  const user = userEvent.setup();
  const documents = new Documents();
  openCues('/audits/cues/mitigate', { documents, audit: { state: 'running' } });
  let known = false;
  const all = documents.get('classes');
  const before = {
    ...all,
    classes: all.classes.map((one: ListedClass) =>
      one.class === 0
        ? one
        : { ...one, spurious: [], core: [], undecided: [...one.spurious, ...one.core] },
    ),
  };
  rest.use(
    http.get('*/api/audits/:id/report', () => {
      const data = ['classes', 'features'].map((name) => ({ name, artifact: `${name}/${known}` }));
      return HttpResponse.json({ version: 1, title: 'Cues', findings: [], sections: [], data });
    }),
    http.get('*/api/audits/:id/data/classes', () => HttpResponse.json(known ? all : before)),
    http.get('*/api/status', () => (known ? HttpResponse.error() : undefined)),
  );
  const box = (name: string, feature: RegExp) =>
    within(screen.getByRole('group', { name })).getByRole('checkbox', { name: feature });
  await screen.findByRole('group', { name: 'waterbird' });
  expect(box('waterbird', /^Feature 7/)).not.toBeChecked();
  await user.click(box('waterbird', /^Feature 8/));
  await user.type(screen.getByLabelText('Title'), '!');
  known = true;
  window.dispatchEvent(new Event('visibilitychange'));
  await waitFor(() => expect(box('waterbird', /^Feature 7/)).toBeChecked());
  expect(box('waterbird', /^Feature 8/)).toBeChecked();
  expect(screen.getByLabelText('Title')).toHaveValue('Cues of birds, tuned anew!');
});

test('what the form has no field for is named', async () => {
  const spec = { method: 'spuriosity', images: { name: 'waterbirds' }, models: [] };
  openCues('/audits/cues/mitigate', { tuning: 1, audit: { spec } });
  expect(
    await screen.findByText(/models: Choose at least one model\. Clone it to put that right/),
  ).toBeVisible();
});

test('without any spurious feature it cannot be started', async () => {
  const user = userEvent.setup();
  const { asked } = openCues('/audits/cues/mitigate', { tuning: 1 });
  await screen.findByRole('group', { name: 'landbird' });
  for (const box of screen.getAllByRole('checkbox', { checked: true })) await user.click(box);
  expect(screen.getByText(/Tick a feature: without one no class has a ranking/)).toBeVisible();
  const start = screen.getByRole('button', { name: 'Start the audit' });
  expect(start).toHaveAttribute('aria-disabled', 'true');
  await user.click(start);
  expect(asked).toEqual([]);
});

test('a refusal is told in its own words', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/mitigate', { tuning: 1 });
  rest.use(
    http.post('*/api/audits', () =>
      HttpResponse.json(
        {
          type: 'about:blank',
          title: 'Bad Request',
          status: 400,
          detail: 'waterbird has no channel 9999',
          field: 'spec.options.verdicts',
        },
        { status: 400 },
      ),
    ),
  );
  await screen.findByText('9 units in tuning');
  await user.click(screen.getByRole('button', { name: 'Start the audit' }));
  expect(await screen.findByText('▲ waterbird has no channel 9999')).toBeVisible();
});
