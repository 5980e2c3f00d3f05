import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { Screening } from '../../api/types';
import { renderApp } from '../../testing/renderApp';
import { classRanks, hello, ranks, screening, snapshot } from '../../testing/samples';
import { meanWords, spreadWords, stateWords, timesReference } from './drift';

const drifting = classRanks('waterbird', {
  counts: [...Array<number>(10).fill(0), ...Array<number>(10).fill(80)],
  n: 800,
  state: 'drifting',
  direction: 'higher',
  mean: { value: 0.749, low: 0.702, high: 0.796, n: 800 },
});

function show(shown: Screening['ranks']) {
  const app = renderApp();
  app.say(hello, snapshot({ screenings: [screening({ ranks: shown })] }));
  return app;
}

const panel = () => screen.findByRole('figure', { name: 'Spuriosity against the reference' });

describe('spuriosity against the reference', () => {
  test('without a reference it is said how to get one', async () => {
    show(null);
    expect(within(await panel()).getByText(/start with --reference FILE/)).toBeVisible();
    expect(screen.queryByText(/is drifting/)).toBeNull();
  });

  test('before the first image that it ranks there is nothing to draw', async () => {
    show(ranks());
    expect(within(await panel()).getByText(/No image was predicted yet/)).toBeVisible();
  });

  test('each predicted class has its histogram, its state in words and its n', async () => {
    show(ranks(drifting, classRanks('landbird')));
    const shown = within(await panel());
    const [first, second] = shown.getAllByRole('article');
    expect(first).toHaveTextContent(/waterbird.*drifting: cues stronger than in the reference/);
    expect(first).toHaveTextContent('mean rank 0.75 (0.70–0.80, n 800); 0.41–0.59 is no drift');
    expect(within(first!).getByRole('img')).toHaveAccessibleName(
      'waterbird: 0\u202f% of 800 images are among the weakest quarter of the reference, ' +
        '50\u202f% among the strongest',
    );
    expect(second).toHaveTextContent(/landbird.*as in the reference/);
    expect(shown.getByText('2 of 2 classes were predicted. 1 drift.')).toBeVisible();
    await userEvent.click(shown.getByRole('button', { name: /as a table/ }));
    expect(shown.getByRole('row', { name: /waterbird drifting/ })).toBeVisible();
  });

  test('a drift is told at the head of the page, and leads to the images', async () => {
    show(ranks(drifting, classRanks('swan', { state: 'drifting', direction: 'lower' })));
    const notice = await screen.findByText(/is drifting: cues stronger/);
    expect(notice).toHaveTextContent(/waterbird is drifting.*; 1 more class drifts\./);
    expect(within(await panel()).getByRole('link', { name: /strongest cues/ })).toHaveAttribute(
      'href',
      '/images?screening=waterbirds%2Fabc&sort=highest-spuriosity',
    );
  });
});

describe('words of drift', () => {
  test('say the three states', () => {
    expect(stateWords(classRanks('a'))).toBe('as in the reference');
    expect(stateWords(classRanks('a', { state: 'too-few', since: null }))).toMatch(/too few/);
    const lower = classRanks('a', { state: 'drifting', direction: 'lower', since: null });
    expect(stateWords(lower)).toBe('drifting: cues weaker than in the reference');
  });

  test('need an image', () => {
    const none = classRanks('a', { n: 0, mean: null, counts: Array<number>(20).fill(0) });
    expect(meanWords(none)).toBe('no image yet');
    expect(timesReference(none)).toEqual(Array(20).fill(0));
    expect(spreadWords(none)).toContain('0\u202f% of 0 images');
    expect(meanWords(classRanks('a', { allowed: 0.7 }))).toContain('0.00–1.00 is no drift');
  });

  test('a stream like the reference has once as many everywhere', () => {
    expect(timesReference(classRanks('a'))).toEqual(Array(20).fill(1));
  });
});
