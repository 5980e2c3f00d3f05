import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  type Dispatch,
  type ReactNode,
} from 'react';
import { mergeRecent } from '../live/state';
import { useLive } from '../live/useLive';
import { useScreening } from '../screening/useScreening';
import { emptyStream, stepStream, type Stream, type StreamEvent } from './stream';
import { useLatestImages } from './useLatestImages';

/** How often new images may enter the stream. */
const STEP_MILLIS = 1000;

const StreamContext = createContext<[Stream, Dispatch<StreamEvent>]>([emptyStream, () => {}]);

/** The stream of latest images, and what can be done to it. It outlives the page that shows it. */
export function useStream(): [Stream, Dispatch<StreamEvent>] {
  return useContext(StreamContext);
}

/** Keeps the stream of the chosen screening for the pages inside. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const [stream, dispatch] = useReducer(stepStream, emptyStream);
  const source = useSource();
  const latest = useRef(source);
  useEffect(() => {
    latest.current = source;
  }, [source]);

  const key = source?.screening;
  const filled = (source?.recent.length ?? 0) > 0;
  useEffect(() => {
    if (!key) return;
    const step = () => {
      if (latest.current) dispatch({ type: 'step', ...latest.current });
    };
    step();
    const timer = setInterval(step, STEP_MILLIS);
    return () => clearInterval(timer);
  }, [key, filled, stream.paused, stream.attended]);

  const value = useMemo(() => [stream, dispatch] as [Stream, Dispatch<StreamEvent>], [stream]);
  return <StreamContext.Provider value={value}>{children}</StreamContext.Provider>;
}

/** What is known of the chosen screening's latest images: told by the feed, or else asked for. */
function useSource() {
  const screening = useScreening();
  const recent = useLive((view) => view.live.recent);
  const ours = useMemo(
    () =>
      recent.filter(
        (image) => image.dataset === screening?.dataset && image.modelHash === screening?.modelHash,
      ),
    [recent, screening?.dataset, screening?.modelHash],
  );
  const missing = screening !== null && ours.length < Math.min(recent.length, screening.scored);
  const listed = useLatestImages(screening?.key ?? '', missing).data;
  return useMemo(() => {
    if (!screening) return null;
    const known = listed ? mergeRecent(listed, ours) : ours;
    return { screening: screening.key, recent: known, scored: screening.scored };
  }, [screening, ours, listed]);
}
