import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, test } from 'vitest';
import { Documents } from '../../../dev/spuriosity.mjs';
import { rest } from '../../testing/renderApp';
import { openCues, withSizes } from '../../testing/spuriosity';

withSizes();

const classes = () => within(screen.getByRole('list', { name: 'Classes' })).getAllByRole('article');
const namesOf = () => classes().map((one) => one.getAttribute('aria-label'));

test('classes stand by their gap, with what is odd about each said in words', async () => {
  openCues('/audits/cues/classes');
  const owl = await screen.findByRole('article', { name: 'owl' });
  expect(namesOf()).toEqual(['owl', 'landbird', 'seabird', 'waterbird', 'wader', 'penguin']);
  expect(owl).toHaveTextContent('never predicted by robust-resnet');
  const article = (name: string) => screen.getByRole('article', { name });
  expect(article('seabird')).toHaveTextContent('feature 501 the same on all images');
  expect(article('waterbird')).toHaveTextContent('30 labels to look at');
  expect(article('penguin')).toHaveTextContent('No ranking: the class has no spurious feature');
  expect(screen.getByText(/4 of 6 classes have a ranking/)).toBeVisible();
  expect(document.body.textContent).not.toMatch(/NaN|null|undefined/);
});

test('a class leads to its page and to its features, most important first', async () => {
  openCues('/audits/cues/classes?sort=name');
  const landbird = await screen.findByRole('article', { name: 'landbird' });
  expect(within(landbird).getByRole('link', { name: 'landbird' })).toHaveAttribute(
    'href',
    '/audits/cues/classes/0?sort=name',
  );
  await within(landbird).findByRole('link', { name: 'Feature 500, spurious for landbird' });
  const features = within(landbird).getByRole('list', { name: /^Features of landbird/ });
  expect(features).toHaveTextContent(/0.*1.*500.*3.*4/);
});

test('they are searched by name and by feature, and sorted, in the address', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes?q=bird');
  await screen.findByRole('article', { name: 'landbird' });
  expect(namesOf()).toEqual(['landbird', 'seabird', 'waterbird']);
  expect(screen.getByText('3 of 6 classes')).toBeVisible();
  const search = screen.getByLabelText(/^Search/);
  await user.clear(search);
  await user.type(search, '502');
  expect(await screen.findByText('2 of 6 classes')).toBeVisible();
  expect(namesOf()).toEqual(['owl', 'penguin']);
  await user.clear(search);
  await user.type(search, 'ostrich');
  await user.click(await screen.findByRole('button', { name: 'Show all 6' }));
  await user.selectOptions(screen.getByLabelText('Sort'), 'name');
  expect(namesOf()).toEqual(['landbird', 'owl', 'penguin', 'seabird', 'wader', 'waterbird']);
});

test('of a thousand classes a few are drawn', async () => {
  openCues('/audits/cues/classes', { documents: new Documents({ classes: 1000, models: 2 }) });
  expect(await screen.findByText('1,000 classes')).toBeVisible();
  expect(classes().length).toBeLessThan(20);
});

test('an audit that has begun says what it waits for, and one by another method that it has none', async () => {
  openCues('/audits/cues/classes', { audit: { state: 'running' }, names: [] });
  expect(await screen.findByText('Nothing to show yet')).toBeVisible();
  expect(screen.getByText(/^● Running/)).toBeVisible();
  openCues('/audits/cues/gaps', { audit: { method: 'groups' } });
  expect(await screen.findByText('There are no such pages of this audit')).toBeVisible();
  openCues('/audits/nothing/classes');
  expect(await screen.findByText('There is no audit nothing')).toBeVisible();
});

test('a document that cannot be loaded is told in its own words and asked for again', async () => {
  const user = userEvent.setup();
  openCues('/audits/cues/classes');
  rest.use(
    http.get(
      '*/api/audits/:id/data/:name',
      () =>
        HttpResponse.json(
          { type: 'about:blank', title: 'Gone', status: 404, detail: 'It was collected.' },
          { status: 404 },
        ),
      { once: true },
    ),
  );
  expect(await screen.findByText(/Could not be loaded: It was collected\./)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('article', { name: 'owl' })).toBeVisible();
});
