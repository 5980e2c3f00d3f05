import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startFakeServer, type FakeServer } from '../dev/fake-server.mjs';
import { expectAccessibleEverywhere, launch, noBrowser, openPage } from './browser';

// Every page in every state that it draws, with axe.

const title = 'every page in every state';
const noImage = `/images/${'0'.repeat(32)}`;

if (noBrowser) console.warn(`SKIPPED: ${title}: ${noBrowser}`);

describe.skipIf(noBrowser)(title, () => {
  let browser: Browser;
  let server: FakeServer;
  beforeAll(async () => {
    browser = await launch();
    server = await startFakeServer({ rate: 5 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const states: [state: string, path: string, text: RegExp][] = [
    ['empty', '/', /No image has been scored yet/],
    ['loading', '/', /Waiting for the first figures/],
    ['full', '/', /Latest images/],
    ['full', noImage, /There is no such image/],
    ['rest-failing', noImage, /The image could not be loaded/],
    ['empty', '/images', /No image has been scored yet/],
    ['loading', '/images', /Loading images/],
    ['rest-failing', '/images', /The images could not be listed/],
    ['full', '/images?label=seal', /No image matches these filters/],
    ['full', '/images?right=false&sort=lowest-confidence', /more since|images/],
    ['kafka-gone', '/images', /Kafka is not reachable/],
    ['empty', '/data', /No data set is declared/],
    ['loading', '/data', /Data/],
    ['rest-failing', '/data', /The data sets could not be listed/],
    ['full', '/data/nothing', /No data set is named nothing/],
    ['data-none', '/data', /Not checked yet/],
    ['data-running', '/data', /Opening every picture/],
    ['data-failed', '/data', /The check failed/],
    ['data-done', '/data', /in more than one split/],
    ['full', '/data/ants-bees', /There are no two attributes/],
    ['empty', '/trainings', /No training has told of itself yet/],
    ['loading', '/trainings', /Training/],
    ['full', '/trainings', /birds-stopped-early/],
    ['full', '/trainings/birds-running', /Running: epoch/],
    ['full', '/trainings/birds-beginning', /No epoch is finished yet/],
    ['full', '/trainings/birds-silent', /No news since/],
    ['full', '/trainings/faces-interrupted', /Interrupted after epoch 6/],
    ['full', '/trainings/birds-stopped-early', /best epoch was kept/],
    ['full', '/trainings/birds-failed', /Mend the cause/],
    ['full', '/trainings/birds-diverged', /lower --lr and another --run/],
    ['full', '/trainings/encoder-finished', /Finished: 120 epochs/],
    ['full', '/trainings/nothing', /No training is named nothing/],
    ['rest-failing', '/trainings/birds-failed', /Could not be loaded/],
    ['empty', '/audits', /No audit was asked for yet/],
    ['loading', '/audits', /Audits/],
    ['full', '/audits', /Birds by place, a first look/],
    ['full', '/audits?state=failed', /1 of \d+ audits/],
    ['full', '/audits/birds-running', /Report so far/],
    ['full', '/audits/birds-requested', /waits for its turn/],
    ['full', '/audits/birds-paused', /Paused, stage 1/],
    ['full', '/audits/cues-waiting', /judged by three people/],
    ['full', '/audits/birds-completed', /Accuracy of each group/],
    ['full', '/audits/birds-in-part', /What went wrong/],
    ['full', '/audits/faces-failed', /has no attribute/],
    ['full', '/audits/nothing', /There is no audit nothing/],
    ['rest-failing', '/audits/birds-completed', /The audit could not be loaded/],
    ['full', '/audits/new', /in score/],
    ['full', '/audits/new?from=birds-completed', /Filled as/],
    ['rest-failing', '/audits/new', /The form could not be filled/],
    ['full', '/audits/cues-completed', /Classes and features/],
    ['full', '/audits/cues-beginning/classes', /Nothing to show yet/],
    ['full', '/audits/birds-completed/gaps', /There are no such pages/],
    ['rest-failing', '/audits/cues-completed/gaps', /The audit could not be loaded/],
    ['cues-many', '/audits/cues-many/classes', /998 of 1,000 classes have a ranking/],
    ['full', '/audits/cues-completed/classes/1', /Labels to look at/],
    ['full', '/audits/cues-completed/classes/3', /There is no ranking/],
    ['full', '/audits/cues-completed/features/500', /side by side/],
    ['full', '/audits/cues-completed/gaps', /over 12 models/],
    ['full', '/audits/cues-tuning/gaps', /a line needs 10 models/],
    ['full', '/audits/cues-completed/cues', /3 of 25 directions/],
    ['full', '/audits/cues-tuning/cues', /It comes by itself/],
    ['full', '/audits/cues-completed/mitigate', /units in tuning/],
    ['full', '/audits/cues-tuning/mitigate', /Every trial/],
    ['empty', '/system', /No event was rejected/],
    ['loading', '/system', /Dead letters/],
    ['rest-failing', '/system', /Could not be loaded/],
    ['full', '/system', /newest first/],
  ];
  test.each(states)('is accessible when %s at %s', async (state, path, text) => {
    const { page } = await openPage(browser);
    server.setState(state);
    await page.goto(server.url + path);
    await page.getByText(text).first().waitFor();
    await expectAccessibleEverywhere(page);
    await page.context().close();
  });

  test('is accessible when a dead letter is open', async () => {
    const { page } = await openPage(browser);
    server.setState('full');
    await page.goto(`${server.url}/system?reason=unknown-label`);
    await page.locator('#dead-letters ~ ul button').first().click();
    await page.getByText('"seabird"').first().waitFor();
    await expectAccessibleEverywhere(page);
    await page.context().close();
  });
});
