import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { connectionOf, describeDashboard, expectAccessible, openPage } from './browser';

// Drives the built dashboard (npm run build) through states that a real Telltale is rarely in.

describeDashboard('the dashboard in every state', (given) => {
  const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
  const connection = (page: Page) => expect.poll(() => connectionOf(page).innerText());

  test('fills by itself when the first images come', async () => {
    given.server.setState('empty');
    const { page, errors } = await openPage(given.browser);
    await page.goto(given.server.url);
    await says(page, './telltale produce DIR');
    given.server.setState('full');
    await page.locator('main li a').first().waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('calls its figures stale when the server goes silent, and recovers', async () => {
    const { page } = await openPage(given.browser);
    await page.goto(given.server.url);
    await connection(page).toContain('Live');
    given.server.setState('silent');
    await connection(page).toMatch(/Stale since \d\d:\d\d:\d\d/);
    await says(page, /^Figures of/);
    expect(await page.title()).toMatch(/^Stale since/);
    await expectAccessible(page);
    given.server.setState('full');
    await connection(page).toContain('Live');
    expect(await page.getByText(/^Figures of/).count()).toBe(0);
    await page.context().close();
  });

  test('counts down to its next attempt when the server is gone, and catches up', async () => {
    const { page } = await openPage(given.browser);
    await page.goto(given.server.url);
    await connection(page).toContain('Live');
    const scored = () => page.locator('dl dd').first().innerText();
    const before = await scored();
    given.server.setState('down');
    await connection(page).toMatch(/Reconnecting in \d+\u00a0s/);
    await expectAccessible(page);
    given.server.setState('full');
    await page.getByRole('button', { name: 'Try now' }).click();
    await connection(page).toContain('Live');
    await expect.poll(scored).not.toBe(before);
    await page.context().close();
  });

  test('says that nothing answers when nothing ever did', async () => {
    const { page } = await openPage(given.browser);
    await page.routeWebSocket(/\/live$/, (socket) => socket.close());
    await page.goto(given.server.url);
    await says(page, 'Telltale does not answer');
    await expectAccessible(page);
    await page.context().close();
  });

  test('asks for a new snapshot when a message was lost', async () => {
    const { page } = await openPage(given.browser);
    const sent: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => sent.push(String(payload))),
    );
    await page.goto(given.server.url);
    await connection(page).toContain('Live');
    given.server.setState('gap');
    await expect.poll(() => sent).toEqual(['{"type":"resync"}']);
    await connection(page).toContain('Live');
    await page.context().close();
  });

  test('tries again to load an image when told to', async () => {
    const { page } = await openPage(given.browser);
    await page.goto(given.server.url);
    const href = await page.locator('main li a').first().getAttribute('href');
    given.server.setState('rest-failing');
    await page.goto(given.server.url + href);
    await says(page, 'The index is rebuilding.');
    given.server.setState('full');
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, 'Captured');
    await page.context().close();
  });

  test('keeps a chosen theme, lists its keys, and shows a chart as a table', async () => {
    const { page, errors } = await openPage(given.browser);
    await page.goto(given.server.url);
    await page.locator('main li a').first().waitFor();
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.locator('main li a').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Accuracy by group as a table' }).click();
    await page.getByRole('columnheader', { name: 'Mask score' }).waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('shows a training as it goes on, and forgets one, by keyboard only', async () => {
    const { page, errors } = await openPage(given.browser);
    await page.goto(given.server.url);
    await connection(page).toContain('Live');
    await page.keyboard.press('4');
    await page.getByRole('link', { name: 'birds-running' }).focus();
    await page.keyboard.press('Enter');
    const batch = page.getByText(/^● Running: epoch \d+ of 12, batch \d+ of 94\.$/);
    const before = await batch.innerText();
    await expect.poll(() => batch.innerText()).not.toBe(before);
    await page.getByRole('img', { name: /^Loss\. Training 0\.\d+; stopping split/ }).waitFor();
    await page.keyboard.press('4');
    await page.getByRole('link', { name: 'birds-failed' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Forget' }).focus();
    await page.keyboard.press('Enter');
    await says(page, /Its files stay/);
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/trainings$/);
    await expect.poll(() => page.getByRole('link', { name: 'birds-failed' }).count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('keeps a training on show, called old, while the server is gone', async () => {
    const { page } = await openPage(given.browser);
    await page.goto(`${given.server.url}/trainings/birds-stopped-early`);
    await page.getByRole('rowheader', { name: '9', exact: true }).waitFor();
    given.server.setState('down');
    await connection(page).toMatch(/Reconnecting/);
    await says(page, /^Figures of/);
    await says(page, /Stopped early, after epoch 9 of 12/);
    await expectAccessible(page);
    await page.context().close();
  });

  test('moves nothing while images arrive', async () => {
    const { page } = await openPage(given.browser);
    await page.goto(given.server.url);
    await page.locator('main li a').first().waitFor();
    await page.locator('canvas').nth(5).waitFor();
    await page.waitForTimeout(1000);
    const moved = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          type Shift = PerformanceEntry & { sources: { node: Node | null }[] };
          const nodes: string[] = [];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as Shift[]) {
              for (const { node } of entry.sources) {
                // The images of the stream do move on: that is what a stream does.
                if (node instanceof Element && !node.closest('main li')) nodes.push(node.outerHTML);
              }
            }
          }).observe({ type: 'layout-shift' });
          setTimeout(() => resolve(nodes), 4000);
        }),
    );
    expect(moved).toEqual([]);
    await page.context().close();
  });
});
