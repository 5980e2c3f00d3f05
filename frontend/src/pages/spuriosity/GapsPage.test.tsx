import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { openCues, withSizes } from '../../testing/spuriosity';

withSizes();

const matrix = () => screen.findByRole('application', { name: 'Gaps of 4 classes on 12 models' });

test('arrows lead through the matrix, and what a cell says stands above', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/gaps');
  const box = await matrix();
  const told = () => document.getElementById(box.getAttribute('aria-describedby')!)!.textContent;
  expect(told()).toMatch(/^owl, robust-resnet: 0\.0 points \(.* to .*\), n 40, p .* adjusted/);
  box.focus();
  await user.keyboard('{ArrowDown}{ArrowRight}');
  expect(told()).toMatch(/^landbird, model-1: /);
  await user.keyboard('{End}');
  expect(told()).toMatch(/^waterbird, model-11: −/);
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { name: 'Class: waterbird' })).toBeVisible();
  expect(await screen.findByLabelText('Model')).toHaveValue('model-11');
});

test('a cell that is pointed at says so, and rows can be sorted by name', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/gaps');
  const box = await matrix();
  const told = () => document.getElementById(box.getAttribute('aria-describedby')!)!.textContent;
  fireEvent.pointerMove(box, { clientX: 880, clientY: 595 });
  expect(told()).toMatch(/^owl, robust-resnet/);
  fireEvent.pointerMove(box, { clientX: 200, clientY: 140 });
  expect(told()).toMatch(/^(?!owl, robust-resnet).*points/);
  fireEvent.pointerLeave(box);
  await user.selectOptions(screen.getByLabelText('Classes'), 'name');
  expect(told()).toMatch(/^landbird, robust-resnet/);
});

test('bars are sorted by the shrunk gap of the chosen model', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/gaps');
  await user.selectOptions(await screen.findByLabelText('Model'), 'model-5');
  const list = screen.getByRole('list', { name: 'Gaps of model-5, largest first' });
  const shrunk = within(list)
    .getAllByRole('listitem')
    .map((row) => /shrunk ([+−]?[\d.]+)/.exec(row.textContent)![1]!.replace('−', '-'))
    .map(Number);
  expect(shrunk).toHaveLength(4);
  expect(shrunk).toEqual([...shrunk].sort((a, b) => b - a));
});

test('of twelve models the line is fitted, and what they share is told with its n', async () => {
  openCues('/audits/cues/gaps');
  expect(
    await screen.findByRole('img', { name: /Low = \d\.\d\d × high .* over 12 models/ }),
  ).toBeVisible();
  expect(screen.getByText(/mean r \+0\.62 over 4 classes/)).toBeVisible();
  expect(screen.getByText(/gaps depend more on the class than on the model/)).toBeVisible();
});

test('with three models effective robustness is refused in words', async () => {
  openCues('/audits/cues/gaps', { documents: new Documents({ classes: 2, models: 3 }) });
  expect(
    await screen.findByText(/It is not told here: a line needs 10 models, there are 3/),
  ).toBeVisible();
});

test('one model has nobody to agree with, and says so', async () => {
  openCues('/audits/cues/gaps', { documents: new Documents({ classes: 2, models: 1 }) });
  expect(await screen.findByText('needs two models')).toBeVisible();
  expect(screen.getAllByText('needs two models and two classes')).toHaveLength(2);
  expect(screen.getAllByRole('application')).toHaveLength(1);
  expect(document.body.textContent).not.toMatch(/NaN|undefined/);
});
