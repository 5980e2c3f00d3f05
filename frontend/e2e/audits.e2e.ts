import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessibleEverywhere, launch, noBrowser, openPage } from './browser';

// Audits on the pages of a running Telltale whose data set has some thousand images, as the demo's:
//   TELLTALE_URL=http://127.0.0.1:8080 npm run e2e
// It is to look at its own model's directory (--allowed-roots).

const url = process.env.TELLTALE_URL;
const skipped = noBrowser ?? (url ? null : 'TELLTALE_URL is not set');
const title = 'audits on the pages of a running Telltale';

if (skipped) console.warn(`SKIPPED: ${title}: ${skipped}`);

describe.skipIf(skipped)(title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(path: string) {
    const opened = await openPage(browser, { acceptDownloads: true });
    await opened.page.goto(new URL(path, url).href);
    return opened;
  }

  const standing = (page: Page) => page.locator('main [role="status"]').first();
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const press = async (page: Page, name: string) => {
    await button(page, name).focus();
    await page.keyboard.press('Enter');
  };

  /** Asks for an audit of small units, so that there is time to look at it; gives its address. */
  async function start(page: Page, name: string): Promise<string> {
    await page.getByLabel('Title').fill(name);
    await page.getByLabel('Images of a unit').fill('16');
    await page.getByText(/^\d+ units in scores; units of intervals not known yet$/).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/audits\/groups-\w+$/);
    return new URL(page.url()).pathname;
  }

  test('an audit is asked for, watched, paused, resumed, and its report kept as a file', async () => {
    const { page, errors } = await open('/audits/new');
    const unit = page.getByLabel('Images of a unit');
    await unit.fill('15');
    await page.getByText('▲ It is 16 or more.').waitFor();
    await press(page, 'Start the audit');
    await expect.poll(() => unit.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.getByLabel('Split').fill('tset');
    await unit.fill('16');
    await page.getByText(/▲ .*no split is "tset"; there are train, val, test/).waitFor();
    // The browser says so of every answer that is a refusal.
    expect(errors.splice(0).filter((error) => !error.includes('400'))).toEqual([]);
    await page.getByLabel('Split').fill('');
    await expectAccessibleEverywhere(page);
    // One model is done with these images in five seconds, which a busy machine does not see.
    const { models } = (await (await fetch(new URL('/api/status', url))).json()) as {
      models: { directory: string }[];
    };
    const further = [1, 2, 3, 4, 5].map((n) => `again-${n}=${models[0]!.directory}`);
    await page.getByLabel('Further bundles').fill(further.join('\n'));
    const address = await start(page, 'Kept as a file');

    await page.getByText(/^● Running, stage 1 of 2, scores: [1-9]\d* of \d+ units\.$/).waitFor();
    await press(page, 'Pause');
    await page.getByText(/^‖ Paused, stage 1 of 2, scores: \d+ of \d+ units\./).waitFor();
    await expectAccessibleEverywhere(page);
    const paused = await standing(page).innerText();
    await page.reload();
    await page.getByText('‖ Paused, stage').waitFor();
    expect(await standing(page).innerText()).toBe(paused);
    const { page: second, errors: others } = await open(address);
    await second.getByText('‖ Paused, stage').waitFor();
    expect(await standing(second).innerText()).toBe(paused);
    await press(page, 'Resume');
    await second.getByText(/^● Running, stage/).waitFor();

    for (const one of [page, second]) {
      await one.getByText(/^✓ Completed\.$/).waitFor();
      await one
        .getByText(/ is worst on the group /)
        .first()
        .waitFor();
    }
    const table = page.getByRole('region', { name: /^Share of the pictures of each group/ });
    await expect.poll(() => table.innerText()).toMatch(/waterbird[\s\S]*\d to 0\.\d+, n \d+/);
    expect(await second.getByRole('article').innerText()).toBe(
      await page.getByRole('article').innerText(),
    );
    await expectAccessibleEverywhere(page);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: '↓ HTML, one file' }).click();
    const file = await (await downloading).path();
    expect(await readFile(file, 'utf8')).toContain(' is worst on the group ');
    // It needs nothing else: neither scripts nor a server.
    await second.goto(`file://${file}`);
    await second
      .getByText(/ is worst on the group /)
      .first()
      .waitFor();
    expect([...errors, ...others]).toEqual([]);
    await second.context().close();
    await page.context().close();
  });

  test('another is cancelled and deleted, by keyboard only', async () => {
    const { page, errors } = await open('/audits');
    const name = `Not wanted ${Date.now()}`;
    await page.getByRole('link', { name: 'Start an audit', exact: true }).focus();
    await page.keyboard.press('Enter');
    await start(page, name);
    await page.getByText(/^● Running, stage 1 of 2/).waitFor();
    await press(page, 'Cancel …');
    await page.getByText('It ends for good: no further unit is worked on.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/^✕ Cancelled, stage 1 of 2/).waitFor();
    await page.getByRole('row', { name: /1\. scores ✕ broken off/ }).waitFor();
    // Focus has stayed where the question was.
    await button(page, 'Delete …').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Its results and its report go away for everybody.').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/audits$/);
    await expect.poll(() => page.getByRole('link', { name }).count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('the browser is asked whether it may notify at a click, and never before', async () => {
    const { page, errors } = await openPage(browser);
    await page.addInitScript(() => {
      const asked = Notification.requestPermission.bind(Notification);
      let times = 0;
      Notification.requestPermission = () => {
        document.documentElement.dataset.asked = String(++times);
        return asked();
      };
    });
    const times = () => page.evaluate(() => document.documentElement.dataset.asked ?? '0');
    await page.goto(new URL('/audits', url).href);
    await page.getByRole('heading', { name: 'Audits', exact: true }).waitFor();
    await page.getByRole('region', { name: 'Audits', exact: true }).waitFor();
    expect(await times()).toBe('0');
    await expectAccessibleEverywhere(page);
    await press(page, 'Notify me');
    await expect.poll(times).toBe('1');
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
