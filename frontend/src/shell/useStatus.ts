import { useQuery } from '@tanstack/react-query';
import { api, found } from '../api/client';

/** The member that serves this page, and whether it reaches Kafka; asked for every ten seconds. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: async ({ signal }) => found(await api.GET('/api/status', { signal })),
    refetchInterval: 10_000,
    retry: false,
  });
}
