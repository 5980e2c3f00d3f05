import { createContext, useContext, useMemo } from 'react';

/** Where someone was in a list of images. */
export interface ListPlace {
  readonly index: number;
  readonly key: string;
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
    }),
    [places, list],
  );
}
