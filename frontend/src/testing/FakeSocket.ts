import type { FeedSocket } from '../live/feed';

/** A socket whose other end is the test. */
export class FakeSocket extends EventTarget implements FeedSocket {
  readyState = 0;
  retryCount = 0;
  reconnects = 0;
  closed = false;
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  reconnect(): void {
    this.reconnects++;
    this.readyState = 0;
    this.dispatchEvent(new Event('close'));
  }

  close(): void {
    this.closed = true;
  }

  /** The server accepted. */
  accept(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** The server says these, one after another. */
  say(...messages: unknown[]): void {
    for (const message of messages) {
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
    }
  }

  /** The connection was lost; the socket is going to try for the `retryCount`-th time. */
  lose(retryCount: number): void {
    this.readyState = 3;
    this.retryCount = retryCount;
    this.dispatchEvent(new Event('close'));
  }
}
