import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection } from './connection';
import type { FeedView, LiveFeed } from './feed';

/** The feed that a page listens to. */
export const LiveContext = createContext<LiveFeed | null>(null);

function useFeed(): LiveFeed {
  const feed = useContext(LiveContext);
  if (!feed) throw new Error('No live feed around this component');
  return feed;
}

/** A part of what the feed says; renders again only when that part changes. */
export function useLive<T>(select: (view: FeedView) => T): T {
  const feed = useFeed();
  return useSyncExternalStore(feed.subscribe, () => select(feed.getView()));
}

/** How the page stands with the server, and a way to try again at once. */
export function useConnection(): { connection: Connection; retry: () => void } {
  const feed = useFeed();
  return { connection: useLive((view) => view.connection), retry: feed.retry };
}
