import { useQuery } from '@tanstack/react-query';
import { api, found } from '../api/client';
import { RECENT_IMAGES } from '../live/state';

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
