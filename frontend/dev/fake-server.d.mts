/** A running made-up Telltale. */
export interface FakeServer {
  readonly url: string;
  setState(name: string): void;
  stop(): Promise<void>;
}

/** Starts a made-up Telltale on a free port, or on `port`. */
export function startFakeServer(options?: {
  port?: number;
  rate?: number;
  state?: string;
  history?: number;
  /** Images scored before the history begins. */
  images?: number;
}): Promise<FakeServer>;
