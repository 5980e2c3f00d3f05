/** How the page stands with the server. Times are epoch milliseconds. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Something was missed and a snapshot has been asked for. */
  | { readonly kind: 'catching-up' }
  /** Connected, but nothing was heard since `since`. */
  | { readonly kind: 'stale'; readonly since: number }
  /** Closed; the next attempt is at `nextAt`. `since`: when anything was last heard, if ever. */
  | { readonly kind: 'reconnecting'; readonly nextAt: number; readonly since: number | null }
  /** The server speaks in a way that this page does not understand. */
  | { readonly kind: 'incompatible'; readonly why: string };

/** True while the figures on the page are as fresh as they can be. */
export function isFresh(connection: Connection): boolean {
  return connection.kind === 'live' || connection.kind === 'catching-up';
}

/** When the figures on the page were last true; null when they are fresh or never came. */
export function staleSince(connection: Connection): number | null {
  return 'since' in connection ? connection.since : null;
}

/** The connection in words, as of `now`. */
export function describeConnection(connection: Connection, now: number): string {
  switch (connection.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return 'Live';
    case 'catching-up':
      return 'Catching up';
    case 'stale':
      return `Stale since ${clock(connection.since)}`;
    case 'incompatible':
      return 'Reload needed';
    case 'reconnecting': {
      const seconds = Math.ceil((connection.nextAt - now) / 1000);
      return seconds > 0 ? `Reconnecting in ${seconds}\u00a0s` : 'Reconnecting';
    }
  }
}

/** Time of day, in 24 hours: `05:12:33`. */
export function clock(at: number | string): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
