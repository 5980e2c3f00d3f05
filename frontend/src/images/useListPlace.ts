import { createContext, useContext, useMemo } from 'react';

/** Where someone was in a list of images. */
export interface ListPlace {
  readonly index: number;
  /** Of the image there; null while it was not known. */
  readonly key: string | null;
  /** Which state of the list the index belongs to. */
  readonly asOf: number | undefined;
}

/** The places in all lists that were looked at, by their filters. */
export const ListPlaces = createContext<Map<string, ListPlace>>(new Map());

/** Remembers where someone was in a list, so that coming back leads there; it outlives the page. */
export function useListPlace(list: string) {
  const places = useContext(ListPlaces);
  return useMemo(
    () => ({
      last: () => places.get(list) ?? null,
      remember: (place: ListPlace) => places.set(list, place),
      /** Notes that someone went on from one image to one beside it. */
      step: (from: string, to: string, step: 1 | -1) => {
        const last = places.get(list);
        if (last?.key === from) places.set(list, { ...last, index: last.index + step, key: to });
      },
    }),
    [places, list],
  );
}
