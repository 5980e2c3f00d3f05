import type { ImageSummary } from '../api/types';
import { RECENT_IMAGES } from '../live/state';

/** Most new images that enter the stream at one step: more could not be looked at anyway. */
export const NEW_PER_STEP = 12;

/** The stream of latest images as it is shown, which lags behind what is known while it is held. */
export interface Stream {
  /** Key of the screening whose images these are. */
  readonly screening: string | null;
  /** Newest first. */
  readonly shown: readonly ImageSummary[];
  /** Images that the screening had scored when the hold began; null while the stream moves. */
  readonly heldAt: number | null;
  /** Held until resumed, whatever the pointer does. */
  readonly paused: boolean;
  /** Held for as long as someone points at an image or moves among them by keyboard. */
  readonly attended: boolean;
  /** Images scored since the hold began. */
  readonly newer: number;
  /** Image that was opened last: it gets the focus back. */
  readonly opened: string | null;
}

/** What may happen to the stream. */
export type StreamEvent =
  | {
      type: 'step';
      screening: string;
      recent: readonly ImageSummary[];
      scored: number;
    }
  | { type: 'pause'; paused: boolean }
  | { type: 'attend'; attended: boolean }
  | { type: 'open'; key: string };

/** A stream without images. */
export const emptyStream: Stream = {
  screening: null,
  shown: [],
  heldAt: null,
  paused: false,
  attended: false,
  newer: 0,
  opened: null,
};

/** The stream after an event. */
export function stepStream(stream: Stream, event: StreamEvent): Stream {
  switch (event.type) {
    case 'pause':
      return { ...stream, paused: event.paused };
    case 'attend':
      return stream.attended === event.attended ? stream : { ...stream, attended: event.attended };
    case 'open':
      return { ...stream, paused: true, opened: event.key };
    case 'step': {
      if (event.screening !== stream.screening) {
        return { ...emptyStream, screening: event.screening, shown: event.recent };
      }
      const held = (stream.paused || stream.attended) && stream.shown.length > 0;
      if (held) return hold(stream, event.scored);
      const shown = admit(stream.shown, event.recent);
      if (shown === stream.shown && stream.heldAt === null) return stream;
      return { ...stream, shown, heldAt: null, newer: 0 };
    }
  }
}

function hold(stream: Stream, scored: number): Stream {
  const heldAt = stream.heldAt ?? scored;
  const newer = Math.max(0, scored - heldAt);
  if (heldAt === stream.heldAt && newer === stream.newer) return stream;
  return { ...stream, heldAt, newer };
}

/** Puts the newest of the unseen images in front, a few at a time. */
function admit(
  shown: readonly ImageSummary[],
  recent: readonly ImageSummary[],
): readonly ImageSummary[] {
  const newest = shown[0];
  if (!newest) return recent;
  const seen = recent.findIndex((image) => image.key === newest.key);
  const fresh = (seen < 0 ? recent : recent.slice(0, seen)).slice(0, NEW_PER_STEP);
  if (fresh.length === 0) return shown;
  const keys = new Set(fresh.map((image) => image.key));
  return [...fresh, ...shown.filter((image) => !keys.has(image.key))].slice(0, RECENT_IMAGES);
}
