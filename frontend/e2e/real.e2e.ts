import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  connectionOf,
  expectAccessible,
  launch,
  noBrowser,
  openPage,
  openWindow,
  windows,
} from './browser';

// Drives the dashboard of a running Telltale that has scored images or is about to:
//   TELLTALE_URL=http://127.0.0.1:8080 npm run e2e

const url = process.env.TELLTALE_URL;
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
    await opened.page.locator('main li a').first().waitFor({ timeout: 45_000 });
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
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/images\/[0-9a-f]{32}/);
    expect(href).toContain(new URL(page.url()).pathname);
    await page.getByText('Predicted', { exact: true }).waitFor();
    await page.keyboard.press('o');
    await page.locator('img[src*="/overlay"]').waitFor();
    const first = page.url();
    await page.keyboard.press('j');
    await expect.poll(() => page.url()).not.toBe(first);
    await page.keyboard.press('k');
    await expect.poll(() => page.url()).toBe(first);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('href') ?? ''))
      .toBe(href);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('draws its charts at once after a reload', async () => {
    const { page } = await openLive();
    await page.reload();
    await page.getByRole('img', { name: /^Images per second/ }).waitFor({ timeout: 5000 });
    await page.context().close();
  });

  for (const window of windows) {
    test(`is accessible in ${window.theme} at ${window.width} px`, async () => {
      const { page, errors } = await openWindow(browser, window);
      await page.goto(url!);
      await page.locator('main li a').first().waitFor({ timeout: 45_000 });
      await page.keyboard.press(' ');
      await expectAccessible(page);
      await page.locator('main li a').first().click();
      await page.getByText('Predicted', { exact: true }).waitFor();
      await expectAccessible(page);
      expect(errors).toEqual([]);
      await page.context().close();
    });
  }
});
