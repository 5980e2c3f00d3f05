import { useQuery } from '@tanstack/react-query';
import { api, found, isFault } from '../api/client';

/** One image with all that was found about it. A score never changes, so it is asked for once. */
export function useImage(key: string) {
  return useQuery({
    queryKey: ['image', key],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/images/{key}', { params: { path: { key } }, signal })),
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
}
