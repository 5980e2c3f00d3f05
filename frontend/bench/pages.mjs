// `telltale bench pages`: the built dashboard over 100,000 made-up images in Chromium. Each figure is
// a median of alternating pairs, beside what the browser alone takes in the same run.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { startFakeServer } from '../dev/fake-server.mjs';

const PAIRS = 5;
const FRAMES = 120;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) {
  console.error(
    `telltale: no Chromium at ${executablePath}. Install it: apt-get install chromium, or set CHROMIUM`,
  );
  process.exit(2);
}

const server = await startFakeServer({ rate: 5, images: 100_000 });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

const FIRST_PICTURE = () => {
  const picture = document.querySelector('main a img, body > img');
  return picture instanceof HTMLImageElement && picture.naturalWidth > 0;
};

/** Milliseconds until a page shows something, in a window that has cached nothing. */
async function opening(path, shows = FIRST_PICTURE) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(server.url + path, { waitUntil: 'commit' });
  await page.waitForFunction(shows);
  const millis = performance.now() - began;
  await context.close();
  return millis;
}

/** Frames a second while something long is scrolled, or while it is left alone. */
async function framesPerSecond(page, pixels, scrolled = '[data-testid="grid"]') {
  const millis = await page
    .locator(scrolled)
    .first()
    .evaluate(
      (grid, [step, count]) =>
        new Promise((resolve) => {
          let first = 0;
          let frames = 0;
          const frame = (now) => {
            first ||= now;
            grid.scrollTop += step;
            grid.scrollLeft += step;
            if (frames++ < count) requestAnimationFrame(frame);
            else resolve(now - first);
          };
          requestAnimationFrame(frame);
        }),
      [pixels, FRAMES],
    );
  return (FRAMES * 1000) / millis;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function figure(name, unit, run, bare) {
  await bare();
  await run();
  const values = [];
  const baselines = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    baselines.push(await bare());
    values.push(await run());
  }
  const ratio = median(values.map((value, pair) => value / baselines[pair]));
  const line = { bench: 'pages', figure: name, value: median(values), unit };
  console.log(JSON.stringify({ ...line, baseline: median(baselines), ratio }));
}

try {
  const { images } = await (await fetch(`${server.url}/api/images?limit=1`)).json();
  const picture = `/api/images/${images[0].key}/original`;
  for (const [name, path] of [
    ['Live', '/'],
    ['Images', '/images'],
  ]) {
    const title = `first picture of ${name} over a picture alone`;
    await figure(
      title,
      'ms',
      () => opening(path),
      () => opening(picture),
    );
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}/images`);
  await page.locator('[data-testid="grid"] a').first().waitFor();
  await figure(
    'scrolling 100,000 images over resting',
    'frames/s',
    () => framesPerSecond(page, 60),
    () => framesPerSecond(page, 0),
  );
  server.setState('cues-many');
  const cues = '/audits/cues-many';
  const first = (selector) => `document.querySelector('${selector}') !== null`;
  const classes = first('ul[aria-label="Classes"] > li');
  for (const [name, path, selector] of [
    ['a class', `${cues}/classes/500`, 'article[aria-label^="Region of feature"]'],
    ['Cues', `${cues}/cues`, 'ul[aria-label^="Drops of"] > li'],
  ]) {
    await figure(
      `regions on ${name} of 1000 over the list of classes`,
      'ms',
      () => opening(path, first(selector)),
      () => opening(`${cues}/classes`, classes),
    );
  }
  for (const [title, path, scrolled] of [
    ['the list of 1000 classes', `${cues}/classes`, 'ul[aria-label="Classes"]'],
    ['gaps of 1000 classes × 50 models', `${cues}/gaps`, '[data-testid="matrix"]'],
    [
      'drops of 5000 features × 3 corruptions, of 50 models',
      `${cues}/cues`,
      'ul[aria-label^="Drops of"]',
    ],
    ['2000 concepts in classes × 50 models', `${cues}/cues`, '[data-testid="matrix"]'],
    ['both ends of a ranking', `${cues}/classes/500`, 'ul[aria-label$="highest spuriosity first"]'],
  ]) {
    await page.goto(server.url + path);
    await page.locator(scrolled).first().waitFor();
    await figure(
      `scrolling ${title} over resting`,
      'frames/s',
      () => framesPerSecond(page, 40, scrolled),
      () => framesPerSecond(page, 0, scrolled),
    );
  }
} finally {
  await browser.close();
  await server.stop();
}
