import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, found, isFault } from '../api/client';
import type { ImagesPage, ImageSummary } from '../api/types';
import type { ImageFilters } from './filters';

/** Images on the first page: few, so that they come at once. */
export const FIRST_PAGE = 100;
/** Images on every later page: as many as the contract allows. */
export const NEXT_PAGE = 500;
const NEWER_EVERY_MILLIS = 5000;

/** All images that match, asked for page by page; a list once read stands still until reloaded. */
export function useImages(filters: ImageFilters) {
  const query = useInfiniteQuery({
    queryKey: ['images', 'list', filters],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const page = cursor === null ? { limit: FIRST_PAGE } : { limit: NEXT_PAGE, cursor };
      const params = { query: { ...filters, ...page } };
      return found(await api.GET('/api/images', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: ImagesPage) => page.next,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
  const images = useMemo(() => flatten(query.data), [query.data]);
  return { ...query, images, total: totalOf(query.data) };
}

function flatten(data: InfiniteData<ImagesPage> | undefined): readonly ImageSummary[] {
  const seen = new Set<string>();
  // An image that was scored again between two pages moved: it keeps its first place.
  return (data?.pages ?? []).flatMap((page) =>
    page.images.filter(({ key }) => !seen.has(key) && seen.add(key)),
  );
}

function totalOf(data: InfiniteData<ImagesPage> | undefined): number {
  const pages = data?.pages ?? [];
  const read = pages.reduce((sum, page) => sum + page.images.length, 0);
  return pages.at(-1)?.next === null ? read : Math.max(read, pages[0]?.total ?? 0);
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
