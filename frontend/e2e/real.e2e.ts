import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectionOf,
  expectAccessible,
  expectAccessibleEverywhere,
  launch,
  noBrowser,
  openPage,
} from './browser';

// Drives the dashboard of a running Telltale that has scored images or is about to:
//   TELLTALE_URL=http://127.0.0.1:8080 npm run e2e

const url = process.env.TELLTALE_URL;
const library = fileURLToPath(new URL('../../backend/target/dist/lib/*', import.meta.url));
const publisher = fileURLToPath(new URL('PublishTraining.java', import.meta.url));
const skipped = noBrowser ?? (url ? null : 'TELLTALE_URL is not set');
const title = 'the dashboard of a running Telltale';

if (skipped) console.warn(`SKIPPED: ${title}: ${skipped}`);

describe.skipIf(skipped)(title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function openLive() {
    const opened = await openPage(browser);
    await opened.page.goto(url!);
    await opened.page.locator('main li a').first().waitFor();
    return opened;
  }

  test('shows images and their figures, and that it is live', async () => {
    const { page, errors } = await openLive();
    await expect.poll(() => connectionOf(page).innerText()).toContain('Live');
    const picture = page.locator('main li a img').first();
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(0);
    expect(await page.getByText('Images per second').first().isVisible()).toBe(true);
    expect(await page.locator('canvas').count()).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('shows where the model looked at the press of a key, and hides it again', async () => {
    const { page, errors } = await openLive();
    const overlays = page.locator('main li img[src*="/overlay"]');
    expect(await overlays.count()).toBe(0);
    await page.keyboard.press('o');
    await overlays.first().waitFor();
    await expect
      .poll(() => overlays.first().evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(0);
    await page.keyboard.press('o');
    await expect.poll(() => overlays.count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('holds the stream still at the press of a key', async () => {
    const { page } = await openLive();
    await page.keyboard.press(' ');
    await page.getByText(/^Paused, [\d,]+ newer$/).waitFor();
    const hrefs = () =>
      page.locator('main li a').evaluateAll((as) => as.map((a) => a.getAttribute('href')));
    const before = await hrefs();
    await page.waitForTimeout(2500);
    expect(await hrefs()).toEqual(before);
    await page.keyboard.press(' ');
    await expect.poll(() => page.getByText(/^Paused/).count()).toBe(0);
    await page.context().close();
  });

  test('opens an image, walks to its neighbour and comes back, by keyboard only', async () => {
    const { page, errors } = await openLive();
    await page.locator('main li:nth-child(4) a').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/images\/[0-9a-f]{32}/);
    expect(href).toContain(new URL(page.url()).pathname);
    await page.getByText('Captured', { exact: true }).waitFor();
    await page.keyboard.press('o');
    await page.locator('img[src*="/overlay"]:not([hidden])').waitFor();
    const first = page.url();
    const canGo = (way: string) =>
      expect.poll(() => page.getByRole('button', { name: `${way} image` }).isEnabled()).toBe(true);
    await canGo('Next');
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).not.toBe(first);
    await canGo('Previous');
    await page.keyboard.press('k');
    await expect.poll(() => page.url()).toBe(first);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('href') ?? ''))
      .toBe(href);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('draws its charts again after a reload', async () => {
    const { page } = await openLive();
    await page.reload();
    await page.getByRole('img', { name: /^Images per second/ }).waitFor();
    await page.context().close();
  });

  const grid = '[data-testid="grid"]';
  const shownTotal = async (page: Page) =>
    Number((await page.locator('p strong').first().innerText()).replace(/\D/g, ''));

  async function openImages(path = '/images') {
    const opened = await openLive();
    await opened.page.goto(new URL(path, url).href);
    await opened.page.locator(`${grid} a`).first().waitFor();
    return opened;
  }

  test('lists all that was scored, and fewer when asked for the wrong ones', async () => {
    const { page, errors } = await openImages();
    const all = await shownTotal(page);
    expect(all).toBeGreaterThan(0);
    await page.getByLabel('Prediction is').selectOption('false');
    await page.getByRole('button', { name: /^Remove the filter prediction/ }).waitFor();
    await page.locator(`${grid} a, main section`).first().waitFor();
    for (const card of await page.locator(`${grid} a`).all()) {
      expect(await card.getAttribute('aria-label')).toContain(', wrong');
    }
    expect(await page.locator(`${grid} *`).count()).toBeLessThan(300);
    await page.goBack();
    await expect.poll(() => page.locator(`${grid} a`).count()).toBeGreaterThan(0);
    expect(await shownTotal(page)).toBeGreaterThanOrEqual(all);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('sorts its images, and exports what it lists', async () => {
    const { page } = await openImages('/images?sort=lowest-confidence');
    const shares = await page
      .locator(`${grid} a`)
      .evaluateAll((cards) =>
        cards.map((card) =>
          Number(/with ([\d.]+)/.exec(card.getAttribute('aria-label') ?? '')?.[1]),
        ),
      );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    for (const [name, type] of [
      ['↓ CSV', 'text/csv'],
      ['↓ JSON Lines', 'application/jsonl'],
    ] as const) {
      const href = await page.getByRole('link', { name }).getAttribute('href');
      const response = await page.request.get(new URL(href!, url).href);
      expect(response.status()).toBe(200);
      expect(response.headers()['content-type']).toContain(type);
      expect((await response.text()).trim().split('\n').length).toBeGreaterThan(1);
    }
    await page.context().close();
  });

  test('walks through a list by keyboard: grid, image, neighbour, and back', async () => {
    const { page, errors } = await openImages('/images?sort=oldest');
    await page.locator(`${grid} a`).first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/images\/[0-9a-f]{32}\?sort=oldest/);
    const second = page.url();
    await page.getByText('Captured', { exact: true }).waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Previous image' }).isEnabled())
      .toBe(true);
    await page.keyboard.press('k');
    await expect.poll(() => page.url()).not.toBe(second);
    await expect
      .poll(() => page.getByRole('button', { name: 'Next image' }).isEnabled())
      .toBe(true);
    expect(await page.getByRole('button', { name: 'Previous image' }).isDisabled()).toBe(true);
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).toBe(second);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/images\?sort=oldest$/);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-index')))
      .toBe('1');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('shows the images behind a bar of a chart', async () => {
    const { page } = await openLive();
    await page.getByRole('button', { name: 'Accuracy by group as a table' }).click();
    const link = page.getByRole('region', { name: 'Accuracy by group, values' }).getByRole('link');
    await link.first().click();
    await page.waitForURL(/\/images\?.*group=/);
    await page.locator(`${grid} a`).first().waitFor();
    await page.context().close();
  });

  test('computes the map of another class when asked', async () => {
    const { page } = await openImages();
    await page.locator(`${grid} a`).first().focus();
    await page.keyboard.press('Enter');
    const of = page.getByLabel('Map of');
    await of.waitFor();
    const predicted = (await of.getAttribute('placeholder'))!.replace(' (predicted)', '');
    const other = await page
      .locator('figure datalist option')
      .evaluateAll(
        (options, not) =>
          options.map((option) => (option as HTMLOptionElement).value).find((name) => name !== not),
        predicted,
      );
    await of.fill(other!);
    await page.keyboard.press('Enter');
    await page
      .getByAltText(`where the model looked for ${other}`)
      .or(page.getByText(new RegExp(`The map of ${other} (cannot|could not) be computed`)))
      .first()
      .waitFor();
    await page.context().close();
  });

  test('shows members, topics, data sets and models', async () => {
    const { page, errors } = await openLive();
    await page.keyboard.press('6');
    await page
      .getByRole('region', { name: 'Members' })
      .getByText(/^this one/)
      .first()
      .waitFor();
    await page.getByRole('rowheader', { name: /^telltale.images / }).waitFor();
    await page.getByRole('rowheader', { name: /^telltale.scores/ }).waitFor();
    await page.getByRole('region', { name: 'Models' }).getByRole('rowheader').first().waitFor();
    await page
      .getByText(/newest first|No event was rejected/)
      .first()
      .waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('shows a training that tells the broker of itself, from another process', async () => {
    const { page, errors } = await openLive();
    const { kafka } = (await (await fetch(new URL('/api/status', url))).json()) as {
      kafka: { bootstrap: string };
    };
    const run = `e2e-${Date.now()}`;
    const training = spawn('java', ['-cp', library, publisher, kafka.bootstrap, run], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    try {
      await page.keyboard.press('4');
      await page.waitForURL(/\/trainings$/);
      await page.getByRole('link', { name: run }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('● Running: epoch 3 of 5, batch 40 of 94.').waitFor();
      await page.getByRole('img', { name: /^Loss\. Training 0\.3100; stopping split/ }).waitFor();
      await expectAccessibleEverywhere(page);
      training.stdin.end('\n');
      await page.getByText('✓ Finished: 5 epochs.').waitFor();
      await page.getByText(`/models/${run}`).waitFor();
      await page.getByRole('rowheader', { name: '5', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Forget' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText(/Its files stay/).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/trainings$/);
      await expect.poll(() => page.getByRole('link', { name: run }).count()).toBe(0);
    } finally {
      training.kill();
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('checks a data set and shows what it found, by keyboard only', async () => {
    const { page, errors } = await openLive();
    await page.keyboard.press('3');
    await page.waitForURL(/\/data$/);
    const start = page.getByRole('button', { name: /^Check (all pictures|again)$/ });
    await start.waitFor();
    await start.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('progressbar', { name: 'Pictures opened' }).waitFor();
    await page.reload();
    await page
      .getByText(/Nothing is wrong|faults?[;.]|No file is wrong/)
      .waitFor({ timeout: 180_000 });
    await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
    const told = page.getByText(/: φ |not told/).first();
    const cell = page.locator('[role="gridcell"][tabindex="0"]');
    await cell.focus();
    const before = await told.innerText();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.getByText(/: in [\d,]+ of /).count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => told.innerText()).toBe(before);
    const sheet = page.getByAltText(/^up to 24 pictures of the class/);
    await sheet.scrollIntoViewIfNeeded();
    await expect.poll(() => sheet.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1002);
    await expectAccessibleEverywhere(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('is accessible, from the stream to an image and the list', async () => {
    const { page, errors } = await openLive();
    await page.keyboard.press(' ');
    await expectAccessibleEverywhere(page);
    await page.locator('main li a').first().click();
    await page.getByText('Captured', { exact: true }).waitFor();
    await expectAccessibleEverywhere(page);
    await page.goto(new URL('/images', url).href);
    await page.locator(`${grid} a`).first().waitFor();
    await expectAccessibleEverywhere(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
