import { useQuery } from '@tanstack/react-query';
import { api, found } from '../api/client';
import { RECENT_IMAGES } from '../live/state';
import type { ImageFilters } from './filters';

/** How often a narrowed-down stream asks for what is new. */
const FILTERED_EVERY_MILLIS = 2000;

/** The newest images of one screening, for a stream that the live feed does not fill by itself. */
export function useLatestImages(screening: string, enabled: boolean) {
  return useQuery({
    queryKey: ['images', 'latest', screening],
    queryFn: async ({ signal }) => {
      const query = { screening, limit: RECENT_IMAGES };
      return found(await api.GET('/api/images', { params: { query }, signal })).images;
    },
    enabled,
    staleTime: Infinity,
  });
}

/** The newest images that match, and how many do; asked for every two seconds. */
export function useLatestMatches(filters: ImageFilters, enabled: boolean) {
  return useQuery({
    queryKey: ['images', 'latest', 'matching', filters],
    queryFn: async ({ signal }) => {
      const query = { ...filters, limit: RECENT_IMAGES };
      return found(await api.GET('/api/images', { params: { query }, signal }));
    },
    enabled,
    refetchInterval: FILTERED_EVERY_MILLIS,
    retry: false,
  });
}
