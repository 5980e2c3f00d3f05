import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { openCues, withSizes } from '../../testing/spuriosity';

withSizes();

const region = (name: string) => screen.findByRole('region', { name });

test('a feature stands with its evidence, its verdict and who it is from', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes/0');
  const given = await screen.findByRole('article', { name: 'Feature 0' });
  expect(given).toHaveTextContent('◆ spurious people said so');
  expect(given).toHaveTextContent(
    /Masks suggest spurious: 83\s% .* 86\s% of a uniform map \(20 images\)/,
  );
  expect(screen.getByRole('article', { name: 'Feature 1' })).toHaveTextContent(
    'no attack was made',
  );
  const told = 'Images of landbird that activate feature 0 most: places 0, 1, 2, 3 and 4';
  await user.click(within(given).getByRole('button', { name: `${told}. Show large` }));
  const dialog = await screen.findByRole('dialog', { name: told });
  expect(within(dialog).getByRole('img', { name: told })).toHaveAttribute(
    'src',
    expect.stringMatching(/^\/api\/audits\/cues\/pictures\/[0-9a-f]{64}$/),
  );
  await user.keyboard('{Escape}');
  const shared = screen.getByRole('article', { name: 'Feature 500' });
  expect(within(shared).getByRole('link', { name: 'waterbird' })).toHaveAttribute(
    'href',
    '/audits/cues/classes/1',
  );
});

test('what masks suggest is a remark where nobody has judged', async () => {
  openCues('/audits/cues/classes/1');
  expect(await screen.findByRole('article', { name: 'Feature 7' })).toHaveTextContent(
    '◆ spurious masks suggest so, nobody has judged',
  );
});

test('both ends of the ranking mark what the chosen model gets wrong, and arrows walk along', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes/0');
  const high = await screen.findByRole('list', { name: 'landbird, highest spuriosity first' });
  const low = screen.getByRole('list', { name: 'landbird, lowest spuriosity first' });
  const wrong = (row: HTMLElement) =>
    within(row).queryAllByRole('button', { name: /robust-resnet is wrong/ });
  expect(wrong(low).length).toBeGreaterThan(wrong(high).length);
  expect(wrong(low)[0]).toHaveTextContent('✕');
  const first = within(high).getByRole('button', { name: /^1\. landbird\/0000\.png: spuriosity/ });
  first.focus();
  await user.keyboard('{ArrowRight}');
  const second = within(high).getByRole('button', { name: /^2\. landbird\/0001\.png/ });
  await expect.poll(() => document.activeElement).toBe(second);
  expect(first).toHaveAttribute('tabindex', '-1');
  await user.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', { name: /^2\. landbird\/0001\.png/ });
  expect(within(dialog).getByRole('img')).toHaveAttribute(
    'src',
    '/api/audits/cues/images/1?size=full',
  );
  await user.keyboard('{Escape}');
  await user.selectOptions(screen.getByLabelText('Model'), 'model-3');
  expect(
    within(high).getByRole('button', { name: /^1\. .*, model-3 is (right|wrong)/ }),
  ).toBeVisible();
  expect(
    screen.getByRole('img', { name: /^Accuracy against spuriosity rank\. model-3/ }),
  ).toBeVisible();
});

test('each gap has its interval, n and adjusted p; a class never predicted is named', async () => {
  openCues('/audits/cues/classes/4');
  const gaps = within(await region('Gap')).getByRole('list', { name: 'Gaps of owl' });
  const [never, other] = within(gaps).getAllByRole('listitem');
  expect(never).toHaveTextContent('the model predicts this class for no image');
  expect(other).toHaveTextContent(
    /model-1\s*[+−]\d+\.\d [+−]\d+\.\d to [+−]\d+\.\d n 40, p (0\.\d{3}|1\.000|< 0\.001), \d+\s% against \d+\s%/,
  );
});

test('a class without a ranking says why, and draws none', async () => {
  openCues('/audits/cues/classes/3');
  expect(
    await screen.findByText(/no ranking: all spurious features are the same on all images/),
  ).toBeVisible();
  expect(screen.queryByRole('region', { name: 'Gap' })).toBeNull();
  expect(document.body.textContent).not.toMatch(/NaN|undefined/);
});

test('flagged labels have their core crop over the picture, or the reason why not', async () => {
  openCues('/audits/cues/classes/1');
  const flagged = await region('Labels to look at');
  expect(within(flagged).getAllByTestId('crop')[0]).toHaveStyle({ left: '20%', width: '50%' });
  const [without] = within(flagged).getAllByRole('button', {
    name: /no core crop: no core feature is active/,
  });
  expect(without).toHaveTextContent('no crop');
});

test('keys lead to the classes before and after it on the list, and back', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes/0?sort=name');
  await screen.findByRole('heading', { name: 'Class: landbird' });
  expect(screen.getByRole('button', { name: 'Previous class: none' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await user.keyboard('j');
  expect(await screen.findByRole('heading', { name: 'Class: owl' })).toBeVisible();
  await user.keyboard('k');
  expect(await screen.findByRole('heading', { name: 'Class: landbird' })).toBeVisible();
  await user.keyboard('{Escape}');
  expect(await screen.findByRole('heading', { name: 'Classes of waterbirds' })).toBeVisible();
  expect(screen.getByLabelText('Sort')).toHaveValue('name');
});

test('Next keeps the focus, on classes and on features', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes/0?sort=index');
  await user.click(await screen.findByRole('button', { name: 'Next class: waterbird' }));
  await screen.findByRole('heading', { name: 'Class: waterbird' });
  expect(screen.getByRole('button', { name: 'Next class: seabird' })).toHaveFocus();
  openCues('/audits/cues/features/500');
  await user.click(await screen.findByRole('button', { name: 'Next feature: 501' }));
  await screen.findByRole('heading', { name: 'Feature 501' });
  expect(screen.getByRole('button', { name: 'Next feature: 502' })).toHaveFocus();
});

test('a feature that only verdicts name has no rank', async () => {
  const documents = new Documents();
  const [first] = documents.get('class-0').features;
  first.rank = null;
  openCues('/audits/cues/classes/0', { documents });
  expect(await screen.findByRole('article', { name: 'Feature 0' })).toHaveTextContent(
    'named by people, importance 2.40',
  );
});

test('a class that is none, and one that is not known yet, are told apart', async () => {
  openCues('/audits/cues/classes/77');
  expect(await screen.findByText('There is no class 77')).toBeVisible();
  openCues('/audits/cues/classes/0', { audit: { state: 'running' }, names: ['classes'] });
  expect(await screen.findByText(/^Not known yet/)).toBeVisible();
});

test('a feature shows all its classes side by side', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/features/500');
  expect(await screen.findByText('Important for 2 classes: spurious for 2.')).toBeVisible();
  for (const name of ['landbird', 'waterbird']) {
    const one = await screen.findByRole('article', { name });
    expect(within(one).getByRole('link', { name })).toBeVisible();
    expect(within(one).getAllByRole('button', { name: /Show large/ })).toHaveLength(4);
  }
  await user.keyboard('j');
  expect(await screen.findByRole('heading', { name: 'Feature 501' })).toBeVisible();
  openCues('/audits/cues/features/99999');
  expect(await screen.findByText('Feature 99999 is important for no class')).toBeVisible();
});
