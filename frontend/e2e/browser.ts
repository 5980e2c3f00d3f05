import { existsSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest';
import { startFakeServer, type FakeServer } from '../dev/fake-server.mjs';

/** Where Chromium is; `apt-get install chromium` puts it there. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** What is waited for comes in a second or two; on a machine twice as slow and busy it still comes. */
const PATIENCE_MILLIS = 60_000;

/** Why the suites cannot run here; null when they can. */
export const noBrowser = existsSync(chromiumPath)
  ? null
  : `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM)`;

/** Chromium, without anything that would look for a network. */
export function launch(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: chromiumPath, args });
}

/** A fresh window; what it writes to its console as an error is collected in `errors`. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MILLIS);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, errors };
}

/** What tests of the built dashboard have; both are there as soon as a test runs. */
export interface Given {
  readonly browser: Browser;
  readonly server: FakeServer;
}

/** Tests of the built dashboard in one browser, each over a made-up server of its own. */
export function describeDashboard(title: string, tests: (given: Given) => void): void {
  if (noBrowser) console.warn(`SKIPPED: ${title}: ${noBrowser}`);
  describe.skipIf(noBrowser)(title, () => {
    const given = {} as { -readonly [name in keyof Given]: Given[name] };
    beforeAll(async () => {
      given.browser = await launch();
    });
    afterAll(() => given.browser?.close());
    beforeEach(async () => {
      given.server = await startFakeServer({ rate: 5 });
    });
    afterEach(() => given.server.stop());
    tests(given);
  });
}

/**
 * Fails when axe finds anything serious or critical in light, narrow or in dark, wide, or when the
 * page is wider than its window in either.
 */
export async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const { theme, width } of [
    { theme: 'dark', width: 1440 },
    { theme: 'light', width: 390 },
  ] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page);
  }
}

/** Fails when axe finds anything serious or critical, or the page is wider than its window. */
export async function expectAccessible(page: Page): Promise<void> {
  // The legacy mode runs in the page itself; the other opens a second page for every run.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  expect(told).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

/** The connection state, as it is read. */
export function connectionOf(page: Page) {
  return page.getByTestId('connection');
}
