import ReconnectingWebSocket from 'partysocket/ws';
import { isFresh, type Connection } from './connection';
import { readMessage } from './messages';
import { foldBroken, foldMessage, initialLiveState, type LiveState } from './state';

/** Silence after which the figures are called stale and the connection is made anew. */
export const SILENCE_MILLIS = 15_000;

const FIRST_RETRY_MILLIS = 1000;
const RETRY_GROWTH = 1.7;
const LAST_RETRY_MILLIS = 10_000;
const OPEN = 1;

/** What the feed needs of a socket that reconnects by itself. */
export interface FeedSocket extends EventTarget {
  readonly readyState: number;
  readonly retryCount: number;
  send(text: string): unknown;
  reconnect(): void;
  close(): void;
}

/** What the feed shows to the page at one moment. */
export interface FeedView {
  readonly live: LiveState;
  readonly connection: Connection;
}

/**
 * The page's end of `GET /live`: owns the socket, folds what it says, asks for a snapshot when
 * something was missed, and says how fresh it all is. An external store for React.
 */
export class LiveFeed {
  private view: FeedView = { live: initialLiveState, connection: { kind: 'connecting' } };
  private readonly listeners = new Set<() => void>();
  private socket: FeedSocket;
  private watch: ReturnType<typeof setInterval>;
  private openedAt = 0;
  private heardAt: number | null = null;

  constructor(private readonly open: () => FeedSocket) {
    this.socket = this.listenTo(open());
    this.watch = setInterval(this.checkSilence, 1000);
  }

  /** The present view; the same object until something changes. */
  readonly getView = (): FeedView => this.view;

  /** Calls `listener` after every change, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tries to connect now instead of at the end of the present wait. */
  readonly retry = (): void => {
    this.abandon();
    this.setConnection({ kind: 'reconnecting', nextAt: Date.now(), since: this.heardAt });
    this.socket = this.listenTo(this.open());
  };

  /** Ends the feed for good. */
  close(): void {
    clearInterval(this.watch);
    this.abandon();
  }

  private listenTo(socket: FeedSocket): FeedSocket {
    socket.addEventListener('open', this.onOpen);
    socket.addEventListener('message', this.onMessage);
    socket.addEventListener('close', this.onClose);
    return socket;
  }

  private abandon(): void {
    this.socket.removeEventListener('open', this.onOpen);
    this.socket.removeEventListener('message', this.onMessage);
    this.socket.removeEventListener('close', this.onClose);
    this.socket.close();
  }

  private readonly onOpen = (): void => {
    this.openedAt = Date.now();
  };

  private readonly onMessage = (event: Event): void => {
    this.heardAt = Date.now();
    const received = readMessage((event as MessageEvent).data);
    if (received.kind === 'unknown') return;
    if (received.kind === 'broken' && (received.type === 'hello' || received.type === 'snapshot')) {
      this.setConnection({ kind: 'incompatible', why: `${received.type}, ${received.why}` });
      return;
    }
    const before = this.view.live;
    const live =
      received.kind === 'message' ? foldMessage(before, received.message) : foldBroken(before);
    const missed = live.sync === 'resyncing' && before.sync === 'synced';
    const pinged = received.kind === 'message' && received.message.type === 'ping';
    // A ping without a snapshot before it: the request or its answer was lost.
    if (missed || (pinged && live.sync !== 'synced')) {
      this.socket.send(JSON.stringify({ type: 'resync' }));
    }
    this.set({ live, connection: this.connectionAfter(live) });
  };

  private connectionAfter(live: LiveState): Connection {
    const { connection } = this.view;
    if (live.sync === 'resyncing') return { kind: 'catching-up' };
    if (live.sync === 'waiting' || connection.kind === 'live') return connection;
    return { kind: 'live' };
  }

  private readonly onClose = (): void => {
    const nextAt = Date.now() + retryDelay(this.socket.retryCount);
    this.setConnection({ kind: 'reconnecting', nextAt, since: this.heardAt });
  };

  private readonly checkSilence = (): void => {
    const lastSign = Math.max(this.openedAt, this.heardAt ?? 0);
    if (this.socket.readyState !== OPEN || Date.now() - lastSign < SILENCE_MILLIS) return;
    this.socket.reconnect();
    if (this.heardAt !== null) this.setConnection({ kind: 'stale', since: this.heardAt });
  };

  private setConnection(connection: Connection): void {
    const sync = isFresh(connection) ? this.view.live.sync : 'waiting';
    this.set({ live: { ...this.view.live, sync }, connection });
  }

  private set(view: FeedView): void {
    if (view.live === this.view.live && view.connection === this.view.connection) return;
    this.view = view;
    this.listeners.forEach((listener) => listener());
  }
}

/** Wait before the attempt after `retries` failed ones; the socket waits exactly as long. */
export function retryDelay(retries: number): number {
  if (retries <= 0) return 0;
  return Math.min(FIRST_RETRY_MILLIS * RETRY_GROWTH ** (retries - 1), LAST_RETRY_MILLIS);
}

/** The feed of the server that served this page. */
export function openFeed(): LiveFeed {
  const url = new URL('/live', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new LiveFeed(
    () =>
      new ReconnectingWebSocket(url.href, [], {
        minReconnectionDelay: FIRST_RETRY_MILLIS,
        reconnectionDelayGrowFactor: RETRY_GROWTH,
        maxReconnectionDelay: LAST_RETRY_MILLIS,
        connectionTimeout: 4000,
        maxEnqueuedMessages: 0,
      }),
  );
}
