import { describe, expect, test } from 'vitest';
import { image } from '../testing/samples';
import { emptyStream, NEW_PER_STEP, stepStream, type Stream } from './stream';

const newestFirst = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, i) => image(from - i));
const step = (stream: Stream, recent = newestFirst(5, 1), scored = 5): Stream =>
  stepStream(stream, { type: 'step', screening: 's', recent, scored });
const ids = (stream: Stream) => stream.shown.map((i) => i.id);

describe('the stream', () => {
  test('starts with all that is known', () => {
    expect(ids(step(emptyStream))).toHaveLength(5);
  });

  test('admits only a few of many new images at a time, the newest', () => {
    const next = step(step(emptyStream), newestFirst(60, 1), 60);
    expect(next.shown).toHaveLength(5 + NEW_PER_STEP);
    expect(ids(next).slice(0, 2)).toEqual(['bird-60', 'bird-59']);
    expect(ids(next)[NEW_PER_STEP]).toBe('bird-5');
  });

  test('holds still while paused and counts what came since', () => {
    let stream = stepStream(step(emptyStream), { type: 'pause', paused: true });
    stream = step(stream);
    stream = step(stream, newestFirst(42, 1), 42);
    expect(stream.newer).toBe(37);
    expect(ids(stream)).toHaveLength(5);
  });

  test('goes on from the newest when resumed', () => {
    let stream = step(stepStream(step(emptyStream), { type: 'pause', paused: true }));
    stream = step(stepStream(stream, { type: 'pause', paused: false }), newestFirst(7, 1), 7);
    expect(stream).toMatchObject({ newer: 0, heldAt: null });
    expect(ids(stream)[0]).toBe('bird-7');
  });

  test('holds while someone attends to an image, and no longer', () => {
    let stream = stepStream(step(emptyStream), { type: 'attend', attended: true });
    stream = step(step(stream), newestFirst(6, 1), 6);
    expect(stream.newer).toBe(1);
    stream = step(stepStream(stream, { type: 'attend', attended: false }), newestFirst(6, 1), 6);
    expect(ids(stream)[0]).toBe('bird-6');
  });

  test('stays where it is when an image is opened', () => {
    const stream = stepStream(step(emptyStream), { type: 'open', key: image(3).key });
    expect(stream).toMatchObject({ paused: true, opened: image(3).key });
  });

  test('starts over with another screening', () => {
    const paused = stepStream(step(emptyStream), { type: 'pause', paused: true });
    const other = stepStream(paused, { type: 'step', screening: 't', recent: [], scored: 0 });
    expect(other).toMatchObject({ screening: 't', paused: false, shown: [] });
  });

  test('fills up while paused if it had nothing to show', () => {
    const empty = stepStream(emptyStream, { type: 'step', screening: 's', recent: [], scored: 0 });
    const paused = stepStream(empty, { type: 'pause', paused: true });
    expect(step(paused).shown).toHaveLength(5);
  });

  test('is the same object when nothing changed', () => {
    const stream = step(emptyStream);
    expect(step(stream)).toBe(stream);
  });
});
