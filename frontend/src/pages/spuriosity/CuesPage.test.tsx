import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, onTestFinished, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { auditDetail } from '../../testing/samples';
import { rest } from '../../testing/renderApp';
import { openCues, withSizes } from '../../testing/spuriosity';

withSizes();

const region = async (name: string) => {
  const found = await screen.findByRole('region', { name });
  await expect.poll(() => found.getAttribute('aria-busy')).not.toBe('true');
  return found;
};

const TOLD = 'Cues the data set tells of';
const UNNAMED = 'Cues nobody named';
const LOST = 'What is lost with the regions of features';
const EACH = 'Each drop, the surest first';
const CORRUPTED = 'What happens when a feature’s region is corrupted';

test('what the data set tells of is told for each model by sign and words, and chosen by answer', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/cues');
  const concepts = await region(TOLD);
  expect(concepts).toHaveTextContent(/Of 120 gaps along concepts 10 are used/);
  expect(concepts).toHaveTextContent('weather=fogno class has images with the concept');
  const list = () => within(concepts).getByRole('list', { name: 'Gaps of model-8 along concepts' });
  await user.selectOptions(within(concepts).getByLabelText('Model of the gaps'), 'model-8');
  expect(within(list()).getAllByRole('listitem')[0]).toHaveTextContent(
    /landbird · place=land\s*−26\.0 .* [?□■] (used|undecided|discarded), n 20, p/,
  );
  await user.selectOptions(within(concepts).getByLabelText('Answer of any model'), 'used');
  expect(within(list()).getAllByRole('listitem')).toHaveLength(4);
  expect(concepts).toHaveTextContent('what is used for any model; for model-8 the answer may be');
  await user.selectOptions(within(concepts).getByLabelText('Concept'), 'place=water');
  const [first] = within(list()).getAllByRole('link');
  expect(first).toHaveAttribute(
    'href',
    expect.stringMatching(/^\/audits\/cues\/classes\/[03]\?model=model-8#concepts$/),
  );
});

test('survivors are sorted by adjusted p, and what was refused says why', async () => {
  openCues('/audits/cues/cues');
  const survivors = await screen.findByRole('list', { name: 'Cues nobody named, surest first' });
  const names = within(survivors).getAllByRole('article');
  expect(names.map((one) => one.getAttribute('aria-label'))).toEqual([
    'landbird, direction 1',
    'waterbird, direction 1',
    'waterbird, direction 4',
  ]);
  expect(names[1]).toHaveTextContent(/0\.24: something that the head’s own weights hardly/);
  expect(await region(UNNAMED)).toHaveTextContent(
    /penguin: the model makes no error on the half that proposes/,
  );
});

test('mean drops of core and spurious features stand beside each other', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/cues');
  const lost = await region(LOST);
  const table = within(lost).getByRole('region', { name: 'Mean drop of robust-resnet' });
  expect(within(table).getByRole('row', { name: /^colour/ })).toHaveTextContent(
    /colour[+−]\d+\.\d\d+ of 15 sure\+\d+\.\d\d of 9 sure/,
  );
  await user.selectOptions(within(lost).getByLabelText('Model that loses'), 'model-3');
  expect(within(lost).getByRole('region', { name: 'Mean drop of model-3' })).toBeVisible();
  expect(lost).toHaveTextContent(/Mean r \+0\.41 over 90 drops/);
});

test('each drop of the chosen model is listed, the surest first, and no other model is asked for', async () => {
  const user = userEvent.setup();
  const asked: string[] = [];
  onTestFinished(() => void rest.events.removeAllListeners());
  rest.events.on('request:start', ({ request }) => {
    asked.push(new URL(request.url).pathname);
  });
  openCues('/audits/cues/cues?model=model-3');
  const drops = await region(EACH);
  expect(within(drops).getByText('90 drops')).toBeVisible();
  const first = () => within(drops).getAllByRole('listitem')[0];
  expect(first()).toHaveTextContent(
    /landbird · feature 0.*without colour, ◆ spurious, n 65, p < 0\.001/,
  );
  expect(within(first()!).getByRole('link')).toHaveAttribute(
    'href',
    '/audits/cues/classes/0?model=model-3#regions',
  );
  expect(asked.filter((path) => path.includes('sensitivity-'))).toEqual([
    '/api/audits/cues/data/sensitivity-model-3',
  ]);
  await user.selectOptions(within(drops).getByLabelText('Without'), 'rotate');
  await user.selectOptions(within(drops).getByLabelText('Verdict'), 'core');
  expect(within(drops).getByText('15 drops')).toBeVisible();
  await user.selectOptions(within(drops).getByLabelText('Model of the drops'), 'model-5');
  const other = within(await region(EACH));
  expect(await other.findByRole('list', { name: /^Drops of model-5/ })).toBeVisible();
  expect(other.getByText('15 drops')).toBeVisible();
});

test('one model has no matrix and nobody to agree with', async () => {
  openCues('/audits/cues/cues', { documents: new Documents({ classes: 6, models: 1 }) });
  expect(await region(LOST)).toHaveTextContent('Correlation of drops: needs two models.');
  expect(screen.queryAllByRole('application')).toHaveLength(0);
  expect(document.body.textContent).not.toMatch(/NaN|undefined/);
});

test('what is to come says so while the audit runs, and is not there when it is not to come', async () => {
  openCues('/audits/cues/cues', {
    audit: { state: 'running' },
    names: ['classes', 'class-0', 'gaps', 'concepts'],
  });
  expect(await region(UNNAMED)).toHaveTextContent(/^Cues nobody namedNot known yet.*by itself/);
  expect(await region(TOLD)).toHaveTextContent(/gaps along concepts/);
  cleanup();
  const { progress } = auditDetail();
  const stages = ['encode', 'gaps'].map((name) => ({ name, units: 4, done: 1, aside: 0 }));
  openCues('/audits/cues/cues', {
    audit: { state: 'running', progress: { ...progress, stages } },
    names: ['classes', 'class-0', 'gaps'],
  });
  expect(await screen.findByText(/options are concepts, discover and sensitivity/)).toBeVisible();
  for (const name of [TOLD, UNNAMED, LOST]) {
    expect(screen.queryByRole('region', { name })).toBeNull();
  }
});

test('a cell that is pointed at may go when fewer rows are chosen', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/cues');
  const matrix = await screen.findByRole('application', { name: /^Gaps of 10 concepts/ });
  const told = () => document.getElementById(matrix.getAttribute('aria-describedby')!)!.textContent;
  const first = told();
  fireEvent.pointerMove(matrix, { clientX: 780, clientY: 300 });
  const last = told();
  expect(last).not.toBe(first);
  await user.selectOptions(screen.getByLabelText('Answer of any model'), 'used');
  await screen.findByRole('application', { name: /^Gaps of 4 concepts/ });
  expect(told()).toMatch(/^[a-z]+ · place=\w+, robust-resnet: /);
});

test('a choice that leaves nothing says which, and any name may stand in the address', async () => {
  openCues('/audits/cues/cues?concept=nowhere');
  expect(await region(TOLD)).toHaveTextContent('No concept is called “nowhere”.');
  cleanup();
  openCues('/audits/cues/cues?answer=toString&rows=valueOf');
  const concepts = within(await region(TOLD));
  expect(concepts.getByRole('application', { name: /^Gaps of 10 concepts/ })).toBeVisible();
  expect(concepts.getByLabelText('Sort')).toHaveValue('surest');
});

test('an address that leads to a part of a class takes the focus to its heading', async () => {
  openCues('/audits/cues/classes/1#discovery');
  const found = within(await region(UNNAMED));
  await expect.poll(() => document.activeElement).toBe(found.getByRole('heading', { level: 2 }));
});

test('an audit that was not asked for any of it says how to ask', async () => {
  openCues('/audits/cues/cues', { names: ['classes', 'gaps'] });
  expect(await screen.findByText(/options are concepts, discover and sensitivity/)).toBeVisible();
  expect(screen.queryByRole('region', { name: UNNAMED })).toBeNull();
});

test('a class has its survivors with both ends, and what to do next', async () => {
  openCues('/audits/cues/classes/1');
  const found = within(await region(UNNAMED));
  expect(found.getByRole('link', { name: 'Mitigate' })).toHaveAttribute(
    'href',
    '/audits/cues/mitigate',
  );
  const one = found.getByRole('article', { name: 'waterbird, direction 1' });
  expect(one).toHaveTextContent(/\+69\.9 points \(\+45\.9 to \+85\.9\), n 40, p 0\.002/);
  const low = within(one).getByRole('list', { name: 'waterbird, low end of direction 1' });
  expect(within(low).getByRole('button', { name: '1. place 60. Show large' })).toBeVisible();
});

test('a class without survivors says how many directions were tested; a refused one says why', async () => {
  openCues('/audits/cues/classes/4');
  expect(await region(UNNAMED)).toHaveTextContent(
    /25 directions were tested\. On owl no difference was seen that chance would not/,
  );
  openCues('/audits/cues/classes/5');
  expect(
    await screen.findByText(/^penguin was not looked at: the model makes no error/),
  ).toBeVisible();
  expect(screen.getByText('No concept could be measured on penguin.')).toBeVisible();
});

test('a class shows what each region costs the chosen model, and its sheet large', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes/2');
  const regions = within(await region(CORRUPTED));
  const feature = regions.getByRole('article', { name: 'Region of feature 14' });
  expect(feature).toHaveTextContent(/without colour: \d+\.\d lost/);
  expect(regions.getByRole('article', { name: 'Region of feature 501' })).toHaveTextContent(
    'without colour: it is nowhere active beyond the core features',
  );
  const before = feature.textContent;
  await user.selectOptions(regions.getByLabelText('Model that loses'), 'model-4');
  expect(feature.textContent).not.toBe(before);
  await user.click(within(feature).getByRole('button', { name: /Show large/ }));
  expect(await screen.findByRole('dialog', { name: /as it is, grey, blurred/ })).toBeVisible();
});

test('on a class nothing stands of documents that the audit does not make', async () => {
  openCues('/audits/cues/classes/0', { names: ['classes', 'features', 'gaps', 'class-0'] });
  await region('Gap');
  for (const name of [TOLD, UNNAMED, CORRUPTED]) {
    expect(screen.queryByRole('region', { name })).toBeNull();
  }
});
