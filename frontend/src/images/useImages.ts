import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { api, found, isFault } from '../api/client';
import type { ImageSummary } from '../api/types';
import type { ImageFilters } from './filters';

/** Images that are asked for at once. */
export const PAGE = 100;
const NEWER_EVERY_MILLIS = 5000;

/** Places in a list, by their numbers from 0: those in sight, and the one that is looked at. */
interface Seen {
  readonly from: number;
  readonly to: number;
  readonly current: number;
}

/**
 * All images that match, of which only what is in sight is asked for, wherever that is. The list
 * stands still, as it was when it was begun, until it is reloaded.
 */
export function useImages(filters: ImageFilters) {
  const [seen, setSeen] = useState<Seen>({ from: 0, to: 0, current: 0 });
  const first = useQuery(pageOf(filters, 0));
  const total = first.data?.total ?? 0;
  const numbers = pagesIn(seen, total);
  const further = useQueries({
    queries: numbers.map((number) => pageOf(filters, number, first.data?.asOf)),
  });
  const failed = further.filter(({ isError }) => isError);
  return {
    ...first,
    total,
    /** The image at a place, when it is known. */
    at: (index: number): ImageSummary | undefined => {
      const number = Math.floor(index / PAGE);
      const page = number === 0 ? first.data : further[numbers.indexOf(number)]?.data;
      return page?.images[index % PAGE];
    },
    /** Tells what is in sight. */
    show: useCallback((from: number, to: number, current: number) => {
      setSeen((old) =>
        old.from === from && old.to === to && old.current === current ? old : { from, to, current },
      );
    }, []),
    reading: further.some(({ isFetching }) => isFetching),
    /** Why something in sight could not be read. */
    missed: failed[0]?.error ?? null,
    readAgain: () => failed.forEach(({ refetch }) => void refetch()),
  };
}

/** What the grid needs of a list. */
export type ImageList = Pick<ReturnType<typeof useImages>, 'at' | 'total' | 'show'>;

/** Numbers of the pages that hold what is in sight; the first is always there. */
function pagesIn({ from, to, current }: Seen, total: number): number[] {
  const last = Math.max(0, total - 1);
  const numbers = new Set<number>([Math.floor(Math.min(current, last) / PAGE)]);
  for (
    let number = Math.floor(from / PAGE);
    number <= Math.floor(Math.min(to, last) / PAGE);
    number++
  ) {
    numbers.add(number);
  }
  numbers.delete(0);
  return [...numbers];
}

function pageOf(filters: ImageFilters, number: number, asOf?: number) {
  return queryOptions({
    queryKey: ['images', 'list', filters, ...(number > 0 ? [asOf, number] : [])],
    queryFn: async ({ signal }) => {
      const place = number > 0 ? { offset: number * PAGE, asOf } : {};
      const params = { query: { ...filters, limit: PAGE, ...place } };
      return found(await api.GET('/api/images', { params, signal }));
    },
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
}

/** How many images match by now, asked for every few seconds; at first the `total` of the list. */
export function useImageCount(filters: ImageFilters, total: number) {
  return useQuery({
    queryKey: ['images', 'count', filters],
    queryFn: async ({ signal }) => {
      const params = { query: { ...filters, limit: 1 } };
      return found(await api.GET('/api/images', { params, signal })).total;
    },
    initialData: total,
    staleTime: NEWER_EVERY_MILLIS,
    refetchInterval: NEWER_EVERY_MILLIS,
    retry: false,
  });
}

/** The keys before and after an image in the list that the filters make. */
export function useNeighbours(key: string, filters: ImageFilters, enabled: boolean) {
  return useQuery({
    queryKey: ['images', 'neighbours', key, filters],
    queryFn: async ({ signal }) => {
      const params = { path: { key }, query: filters };
      return found(await api.GET('/api/images/{key}/neighbours', { params, signal }));
    },
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
