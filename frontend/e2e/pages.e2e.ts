import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFakeServer, type FakeServer } from '../dev/fake-server.mjs';
import { expectAccessible, launch, noBrowser, openPage } from './browser';

// Drives Images, Image and System through their states, over 100,000 made-up images.

const title = 'the pages over 100,000 images';
const grid = '[data-testid="grid"]';

if (noBrowser) console.warn(`SKIPPED: ${title}: ${noBrowser}`);

describe.skipIf(noBrowser)(title, () => {
  let browser: Browser;
  let server: FakeServer;
  beforeAll(async () => {
    browser = await launch();
    server = await startFakeServer({ rate: 5, images: 100_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(() => server.setState('full'));

  const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
  const search = (page: Page) => new URL(page.url()).search;
  const nodes = (page: Page) => page.locator(`${grid} *`).count();
  const focusedIndex = (page: Page) =>
    expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-index')));

  async function openImages(path = '/images') {
    const opened = await openPage(browser);
    await opened.page.goto(server.url + path);
    await opened.page.locator(`${grid} a`).first().waitFor();
    return opened;
  }

  test('keep few elements, wherever the grid is scrolled to', async () => {
    const { page, errors } = await openImages();
    await page.keyboard.press('o');
    await page.keyboard.press('p');
    for (const share of [0, 0.01, 0.02, 0.015, 0]) {
      await page.locator(grid).evaluate((element, at) => {
        element.scrollTop = element.scrollHeight * at;
      }, share);
      await expect.poll(() => page.locator(`${grid} a`).count()).toBeGreaterThan(10);
      expect(await nodes(page)).toBeLessThan(300);
    }
    const [height, shown] = await page
      .locator(grid)
      .evaluate((element) => [element.scrollHeight, element.clientHeight]);
    expect(height! / shown!).toBeGreaterThan(1000);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('are led to from the drift of a class, the strongest cues first', async () => {
    const { page, errors } = await openPage(browser);
    await page.goto(server.url);
    const figure = page.getByRole('figure', { name: 'Spuriosity against the reference' });
    await figure
      .getByText(/waterbird/)
      .first()
      .waitFor();
    await says(page, /is drifting: cues stronger than in the reference/);
    await figure.getByRole('button', { name: /as a table/ }).click();
    await figure.getByRole('row', { name: /landbird as in the reference/ }).waitFor();
    await figure.getByRole('button', { name: /as a table/ }).click();
    const link = figure.getByRole('link', { name: /strongest cues/ });
    await link.focus();
    await page.keyboard.press('Enter');
    await says(page, /rank 1\.00/);
    expect(search(page)).toContain('sort=highest-spuriosity');
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('lead to the very last image by one key', async () => {
    const { page } = await openImages('/images?right=false');
    await page.locator(`${grid} a`).first().focus();
    const total = Number((await page.locator('p strong').first().innerText()).replace(/\D/g, ''));
    expect(total).toBeGreaterThan(5000);
    await page.keyboard.press('End');
    await focusedIndex(page).toBe(String(total - 1));
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    expect(await nodes(page)).toBeLessThan(300);
    await page.keyboard.press('Home');
    await focusedIndex(page).toBe('0');
    await page.context().close();
  });

  test('keep their filters in the address, for the way back and forth', async () => {
    const { page, errors } = await openImages();
    const all = await page.locator('p strong').first().innerText();
    await page.getByLabel('Prediction is').selectOption('false');
    await expect.poll(() => search(page)).toBe('?right=false');
    await page.getByLabel('Confidence to').fill('0.7');
    await page.keyboard.press('Enter');
    await expect.poll(() => search(page)).toBe('?right=false&maxConfidence=0.7');
    await page.getByRole('button', { name: 'Remove the filter prediction: wrong' }).click();
    await expect.poll(() => search(page)).toBe('?maxConfidence=0.7');
    await page.goBack();
    await says(page, 'prediction:');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => search(page)).toBe('');
    await expect.poll(() => page.locator('p strong').first().innerText()).toBe(all);
    await page.goForward();
    await expect.poll(() => search(page)).toBe('?right=false');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => search(page)).toBe('');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('export what is listed', async () => {
    const { page } = await openImages('/images?right=false&minConfidence=0.98');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '↓ JSON Lines' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.jsonl$/);
    expect(file.url()).toContain('/api/images/export?format=jsonl&right=false&minConfidence=0.98');
    await page.context().close();
  });

  test('can be walked through by keyboard alone, and back to where one was', async () => {
    const { page, errors } = await openPage(browser);
    await page.goto(server.url);
    await page.locator('main li a').first().waitFor();
    await page.keyboard.press('2');
    await page.waitForURL(/\/images$/);
    await page.locator(`${grid} a`).first().waitFor();
    await page.keyboard.press('/');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('form')?.ariaLabel))
      .toBe('Filters');
    for (let step = 0; step < 40; step++) {
      if (await page.evaluate(() => document.activeElement?.hasAttribute('data-index'))) break;
      await page.keyboard.press('Tab');
    }
    await focusedIndex(page).toBe('0');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    const index = await page.evaluate(() => document.activeElement?.getAttribute('data-index'));
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect
      .poll(() => page.getByLabel('Selected image').innerText())
      .toContain(name!.split(':')[0]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/images\/[0-9a-f]{32}$/);
    await says(page, 'Captured');
    const opened = page.url();
    await expect
      .poll(() => page.getByRole('button', { name: 'Next image' }).isEnabled())
      .toBe(true);
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).not.toBe(opened);
    await expect
      .poll(() => page.getByRole('button', { name: 'Previous image' }).isEnabled())
      .toBe(true);
    await page.keyboard.press('k');
    await expect.poll(() => page.url()).toBe(opened);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/images$/);
    await focusedIndex(page).toBe(index);
    await page.keyboard.press('6');
    await says(page, /newest first/);
    await page.keyboard.press('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says(page, 'Came from');
    await page.keyboard.press('1');
    await page.locator('main li a').first().waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('show from a chart what is behind it', async () => {
    const { page } = await openPage(browser);
    await page.goto(server.url);
    const chart = page.getByRole('img', { name: /^Accuracy by group/ });
    await chart.waitFor();
    const box = (await chart.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.12);
    await page.waitForURL(/\/images\?.*group=landbird%2C\+place%3Dland/);
    await page.goBack();
    await page.getByRole('img', { name: /^Accuracy over time/ }).click();
    await page.waitForURL(/\/images\?.*scoredFrom=.*scoredTo=/);
    await page.goBack();
    await page.getByRole('button', { name: 'Rejected events by reason as a table' }).click();
    await page.getByRole('link', { name: 'unreadable-image' }).click();
    await page.waitForURL(/\/system\?reason=unreadable-image/);
    await says(page, 'newest first');
    await page.goBack();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Accuracy by group as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('telltale-accuracy-by-group.csv');
    await page.context().close();
  });

  test('say when a map of another class cannot be computed, and that it takes a while', async () => {
    const { page } = await openImages('/images?predicted=landbird');
    await page.locator(`${grid} a`).first().focus();
    await page.keyboard.press('Enter');
    const of = page.getByLabel('Map of');
    await of.waitFor();
    server.setState('busy');
    await of.fill('waterbird');
    await says(page, 'The map of waterbird cannot be computed now.');
    await expectAccessible(page);
    server.setState('slow');
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, /Computing the map of waterbird/);
    await page.getByAltText('where the model looked for waterbird').waitFor();
    await of.fill('seal');
    await page.keyboard.press('Enter');
    await says(page, 'the model has no class "seal"');
    await page.context().close();
  });

  test('say what became of a dead letter that is tried again', async () => {
    const { page, errors } = await openPage(browser);
    await page.goto(`${server.url}/system?reason=not-json`);
    await page.locator('#dead-letters ~ ul button').first().click();
    await says(page, 'not text');
    await page.getByRole('button', { name: 'Screen it again' }).click();
    await says(page, /^Sent to telltale.images, partition 3, offset/);
    await page.getByRole('button', { name: /newer$/ }).click();
    await says(page, 'newest first');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('are read only where one looks, in the middle and at the end alike', async () => {
    const { page } = await openImages();
    const asked: URL[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname === '/api/images' && url.searchParams.has('offset')) asked.push(url);
    });
    const offset = (url: URL | undefined) => Number(url?.searchParams.get('offset'));
    await page.locator(`${grid} a`).first().focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await expect.poll(() => offset(asked[0])).toBeGreaterThan(90_000);
    expect(asked.length).toBeLessThanOrEqual(5);
    await page.locator(grid).evaluate((element) => {
      element.scrollTop = element.scrollHeight / 2;
    });
    // What is drawn until the middle is asked for is still the end.
    await expect.poll(() => offset(asked.at(-1)) / offset(asked[0])).toBeCloseTo(0.5, 1);
    await expect.poll(() => page.locator(`${grid} a`).count()).toBeGreaterThan(10);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(await nodes(page)).toBeLessThan(300);
    await page.context().close();
  });
});
