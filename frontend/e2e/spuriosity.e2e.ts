import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  describeDashboard,
  expectAccessible,
  expectAccessibleEverywhere,
  openPage,
} from './browser';

// The pages of an audit on spuriosity, from the list of classes to the next audit.

describeDashboard('the pages of an audit on spuriosity', (given) => {
  const heading = (page: Page, name: string) =>
    page.getByRole('heading', { name, exact: true }).waitFor();
  const follow = async (page: Page, name: string) => {
    await page.getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  test('lead from the audit to classes, a picture, a feature, gaps and a new tuning, by keyboard only', async () => {
    const { page, errors } = await openPage(given.browser);
    await page.goto(`${given.server.url}/audits/cues-completed`);
    await follow(page, 'Classes and features');
    await heading(page, 'Classes of waterbirds');
    await page.keyboard.press('/');
    await page.keyboard.type('bird');
    await page.getByText('3 of 6 classes', { exact: true }).waitFor();
    await follow(page, 'waterbird');
    await heading(page, 'Class: waterbird');

    // A picture of the ranking is walked to, and shown large.
    const row = page.getByRole('list', { name: 'waterbird, highest spuriosity first' });
    await row.getByRole('button').first().focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toMatch(/^100\. waterbird/);
    await page.keyboard.press('Enter');
    const large = page.getByRole('dialog').getByRole('img');
    const width = () =>
      large.evaluate((img: HTMLImageElement) => (img.complete ? img.clientWidth : 0));
    await expect.poll(width).toBeGreaterThan(300);
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toMatch(/^100\. waterbird/);

    // The crop lies within its picture.
    const flagged = page.getByRole('list', { name: 'Labels to look at of waterbird' });
    const crop = await flagged.getByTestId('crop').first().boundingBox();
    const picture = await flagged.locator('img').first().boundingBox();
    expect(crop!.width / picture!.width).toBeCloseTo(0.5, 1);
    expect((crop!.x - picture!.x) / picture!.width).toBeCloseTo(0.2, 1);

    // Its neighbour on the list, and a feature that they share.
    await page.keyboard.press('k');
    await heading(page, 'Class: seabird');
    await page.keyboard.press('k');
    await heading(page, 'Class: landbird');
    await page
      .getByRole('article', { name: 'Feature 500', exact: true })
      .getByRole('link')
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await heading(page, 'Feature 500');
    expect(await page.title()).toContain('Feature · ');
    await page.getByRole('article', { name: 'waterbird' }).waitFor();

    await follow(page, 'Gaps');
    const matrix = page.getByRole('application', { name: /^Gaps of 4 classes/ });
    await matrix.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^landbird, robust-resnet: \+10\.0 points/).waitFor();
    // What is drawn is drawn: the cell under the pointer has the colour of a gap.
    const colored = () =>
      matrix.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        const colors = new Set<number>();
        for (let at = 0; at < data.length; at += 4) {
          colors.add((data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!);
        }
        return colors.size;
      });
    expect(await colored()).toBeGreaterThan(20);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('tune anew with other verdicts, and show the new audit as it goes on', async () => {
    const { page, errors } = await openPage(given.browser);
    await page.goto(`${given.server.url}/audits/cues-completed/mitigate?trial=2&set=errors`);
    await heading(page, '✕ Broken: 74');
    await page.reload();
    await heading(page, '✕ Broken: 74');
    expect(await page.getByRole('combobox', { name: 'Trial' }).inputValue()).toBe('2');
    const box = page.getByRole('group', { name: 'owl' }).getByRole('checkbox').last();
    await box.focus();
    await page.keyboard.press('Space');
    await page.getByText(/9 units in tuning/).waitFor();
    await page.getByRole('button', { name: 'Start the audit' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/audits\/audit-1\/mitigate$/);
    // It has nothing to tell at first; then its curves come, and trials end, by themselves.
    const curve = page.getByRole('img', { name: /^Gap while tuning\. .*low spuriosity/ });
    await curve.waitFor();
    const before = await page.getByRole('region', { name: 'Trials of the tuning' }).innerText();
    await expect
      .poll(() => page.getByRole('region', { name: 'Trials of the tuning' }).innerText())
      .not.toBe(before);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('lead from the audit to cues of all classes, to one of them, and to what it is', async () => {
    const { page, errors } = await openPage(given.browser, { acceptDownloads: true });
    await page.goto(`${given.server.url}/audits/cues-completed`);
    await page.getByRole('region', { name: 'Report' }).getByRole('link', { name: 'Cues' }).focus();
    await page.keyboard.press('Enter');
    await heading(page, 'Cues of waterbirds');
    expect(await page.title()).toContain('Cues · ');
    const matrix = page.getByRole('application', { name: /^Gaps of 10 concepts in classes on 12/ });
    await matrix.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^wader · place=water, robust-resnet: ■ used, \+50\.0 points/).waitFor();
    await page.getByRole('combobox', { name: 'Answer of any model' }).selectOption('used');
    await page.getByRole('application', { name: /^Gaps of 4 concepts/ }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Concepts as CSV' }).focus();
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('telltale-concepts.csv');
    await expectAccessibleEverywhere(page);
    // The drops of one model, of what is spurious, without colour.
    await page.getByRole('combobox', { name: 'Model that loses' }).selectOption('model-2');
    await page.getByRole('combobox', { name: 'Without' }).selectOption('grey');
    await page.getByRole('combobox', { name: 'Verdict' }).selectOption('spurious');
    await page.getByText('10 drops', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe(
      '?answer=used&model=model-2&without=grey&verdict=spurious',
    );

    // A survivor leads to its class, where both ends are rows of pictures.
    await follow(page, 'waterbird, direction 4');
    await heading(page, 'Class: waterbird');
    // Keys go on from where the link led.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('discovery');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('feature');
    const direction = page.getByRole('article', { name: 'waterbird, direction 4' });
    await expect
      .poll(() =>
        page
          .getByRole('heading', { name: 'Cues nobody named' })
          .evaluate((one) => Math.abs(one.getBoundingClientRect().top) < innerHeight / 2),
      )
      .toBe(true);
    await direction.getByText(/0\.97: hardly more than how sure the head is/).waitFor();
    await direction.getByRole('button', { name: /^1\. place 40/ }).focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toMatch(/^8\. place 47/);
    const region = page.getByRole('article', { name: 'Region of feature 7' });
    await region.getByRole('button', { name: /as it is, grey, blurred, turned/ }).focus();
    await page.keyboard.press('Enter');
    const large = page.getByRole('dialog').getByRole('img');
    await expect
      .poll(() => large.evaluate((img: HTMLImageElement) => img.naturalHeight / img.naturalWidth))
      .toBeCloseTo(4 / 3, 2);
    await page.keyboard.press('Escape');
    await expectAccessibleEverywhere(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('draw of a thousand classes on fifty models what is in sight only', async () => {
    given.server.setState('cues-many');
    const { page, errors } = await openPage(given.browser);
    await page.goto(`${given.server.url}/audits/cues-many/classes`);
    const list = page.getByRole('list', { name: 'Classes' });
    await list.getByRole('article').first().waitFor();
    const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
    expect(await elements()).toBeLessThan(1200);
    await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await list.getByRole('article', { name: 'penguin' }).waitFor();
    await follow(page, 'Gaps');
    const matrix = page.getByRole('application', { name: 'Gaps of 998 classes on 50 models' });
    await matrix.focus();
    await page.keyboard.press('End');
    await page.getByText(/^waterbird, model-49: −/).waitFor();
    expect(await matrix.evaluate((element) => element.scrollTop)).toBeGreaterThan(10_000);
    expect(await elements()).toBeLessThan(1200);
    await follow(page, 'Cues');
    await page.getByText('15,000 drops', { exact: true }).waitFor();
    const drops = page.getByRole('list', { name: 'Drops of robust-resnet, the surest first' });
    await drops.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await drops
      .getByText(/nowhere active beyond the core features/)
      .first()
      .waitFor();
    expect(await elements()).toBeLessThan(1600);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
