import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeSocket } from '../testing/FakeSocket';
import { hello, snapshot } from '../testing/samples';
import { LiveFeed, retryDelay, SILENCE_MILLIS } from './feed';

let sockets: FakeSocket[];
let feed: LiveFeed;
const socket = () => sockets.at(-1)!;
const connection = () => feed.getView().connection;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  sockets = [];
  feed = new LiveFeed(() => {
    sockets.push(new FakeSocket());
    return socket();
  });
});

afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

function goLive() {
  socket().accept();
  socket().say(hello, snapshot());
}

describe('the live feed', () => {
  test('is connecting until the first snapshot, then live', () => {
    expect(connection().kind).toBe('connecting');
    socket().accept();
    socket().say(hello);
    expect(connection().kind).toBe('connecting');
    socket().say(snapshot());
    expect(connection().kind).toBe('live');
  });

  test('asks once for a snapshot after a gap, and again at a ping that finds it still missing', () => {
    goLive();
    socket().say({ type: 'delta', seq: 5 }, { type: 'delta', seq: 6 });
    expect(connection().kind).toBe('catching-up');
    expect(socket().sent).toEqual([{ type: 'resync' }]);
    socket().say({ type: 'ping', seq: 6, at: '' });
    expect(socket().sent).toHaveLength(2);
    socket().say(snapshot({ seq: 7 }));
    expect(connection().kind).toBe('live');
  });

  test('asks for the snapshot that should have followed hello but did not', () => {
    socket().accept();
    socket().say(hello, { type: 'ping', seq: 4, at: '' });
    expect(socket().sent).toEqual([{ type: 'resync' }]);
  });

  test('says when it will try again after a lost connection, and keeps the figures', () => {
    goLive();
    socket().lose(2);
    expect(connection()).toEqual({
      kind: 'reconnecting',
      nextAt: Date.now() + retryDelay(2),
      since: 1_000_000,
    });
    expect(feed.getView().live.screenings).toHaveLength(1);
    goLive();
    expect(connection().kind).toBe('live');
  });

  test('calls the figures stale after 15 s of silence and connects anew', () => {
    goLive();
    vi.advanceTimersByTime(SILENCE_MILLIS - 1000);
    expect(connection().kind).toBe('live');
    vi.advanceTimersByTime(2000);
    expect(connection()).toEqual({ kind: 'stale', since: 1_000_000 });
    expect(socket().reconnects).toBe(1);
  });

  test('does not mistake a quiet server that pings for a silent one', () => {
    goLive();
    for (let i = 0; i < 8; i++) {
      vi.advanceTimersByTime(5000);
      socket().say({ type: 'ping', seq: 1, at: '' });
    }
    expect(connection().kind).toBe('live');
  });

  test('opens a new socket at once when told to try again', () => {
    socket().lose(5);
    feed.retry();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.closed).toBe(true);
    goLive();
    expect(connection().kind).toBe('live');
  });

  test('says so when the server speaks another protocol', () => {
    socket().accept();
    socket().say({ ...hello, protocol: 2 });
    expect(connection().kind).toBe('incompatible');
  });

  test('ignores kinds of messages that it does not know', () => {
    goLive();
    const before = feed.getView();
    socket().say({ type: 'weather', seq: 77 });
    expect(feed.getView()).toBe(before);
  });

  test('takes a broken delta for a missed one', () => {
    goLive();
    socket().say({ type: 'delta', seq: 2, workers: 'all of them' });
    expect(socket().sent).toEqual([{ type: 'resync' }]);
  });
});

test('waits grow from one second to ten', () => {
  expect([0, 1, 2, 3, 9].map(retryDelay).map(Math.round)).toEqual([0, 1000, 1700, 2890, 10000]);
});
