import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type Dispatch,
  type ReactNode,
} from 'react';
import { mergeRecent } from '../live/state';
import { useLive } from '../live/useLive';
import { useScreening } from '../screening/useScreening';
import { emptyStream, stepStream, type Stream, type StreamEvent } from './stream';
import { writeFilters, type ImageFilters } from './filters';
import { useLatestImages, useLatestMatches } from './useLatestImages';

/** How often new images may enter the stream. */
const STEP_MILLIS = 1000;

const StreamContext = createContext<[Stream, Dispatch<StreamEvent>]>([emptyStream, () => {}]);

/** What the stream may be narrowed down to. */
export type StreamFilter = Pick<ImageFilters, 'predicted' | 'group' | 'right'>;

const FilterContext = createContext<[StreamFilter, (filter: StreamFilter) => void]>([{}, () => {}]);

/** What the stream is narrowed down to, and a way to change that. */
export function useStreamFilter(): [StreamFilter, (filter: StreamFilter) => void] {
  return useContext(FilterContext);
}

/** The stream of latest images, and what can be done to it. It outlives the page that shows it. */
export function useStream(): [Stream, Dispatch<StreamEvent>] {
  return useContext(StreamContext);
}

/** Keeps the stream of the chosen screening for the pages inside. */
export function StreamProvider({ children }: { children: ReactNode }) {
  const [stream, dispatch] = useReducer(stepStream, emptyStream);
  const filter = useState<StreamFilter>({});
  const source = useSource(filter[0]);
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
  return (
    <FilterContext.Provider value={filter}>
      <StreamContext.Provider value={value}>{children}</StreamContext.Provider>
    </FilterContext.Provider>
  );
}

/**
 * What is known of the chosen screening's latest images: told by the feed, or else asked for. The feed
 * tells only of the newest few, so what matches a filter is always asked for.
 */
function useSource(filter: StreamFilter) {
  const screening = useScreening();
  const key = screening?.key ?? '';
  const search = writeFilters(filter).toString();
  const filtered = search !== '';
  const matches = useLatestMatches({ ...filter, screening: key }, filtered && screening !== null);
  const recent = useLive((view) => view.live.recent);
  const ours = useMemo(
    () =>
      recent.filter(
        (image) => image.dataset === screening?.dataset && image.modelHash === screening?.modelHash,
      ),
    [recent, screening?.dataset, screening?.modelHash],
  );
  const missing =
    screening !== null && !filtered && ours.length < Math.min(recent.length, screening.scored);
  const listed = useLatestImages(key, missing).data;
  const matching = matches.data;
  return useMemo(() => {
    if (!screening) return null;
    if (filtered) {
      const { images = [], total = 0 } = matching ?? {};
      return { screening: `${key}?${search}`, recent: images, scored: total };
    }
    const known = listed ? mergeRecent(listed, ours) : ours;
    return { screening: screening.key, recent: known, scored: screening.scored };
  }, [screening, ours, listed, filtered, matching, key, search]);
}
