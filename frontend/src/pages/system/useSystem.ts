import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, found, isFault } from '../../api/client';
import type { DeadLetter, DeadLettersPage } from '../../api/types';

const EVERY_MILLIS = 5000;

/** All members of the cluster; asked for every five seconds. */
export function useMembers() {
  return useQuery({
    queryKey: ['members'],
    queryFn: async ({ signal }) => found(await api.GET('/api/members', { signal })).members,
    refetchInterval: EVERY_MILLIS,
    retry: false,
  });
}

/** Telltale's topics; asked for every five seconds. */
export function useTopics() {
  return useQuery({
    queryKey: ['topics'],
    queryFn: async ({ signal }) => found(await api.GET('/api/topics', { signal })).topics,
    refetchInterval: EVERY_MILLIS,
    retry: false,
  });
}

/** Events that could not be screened, newest first, page by page; stands still until reloaded. */
export function useDeadLetters(reason: string | null) {
  return useInfiniteQuery({
    queryKey: ['dead-letters', reason],
    queryFn: async ({ pageParam: cursor, signal }) => {
      const query = { ...(reason && { reason }), ...(cursor && { cursor }) };
      return found(await api.GET('/api/dead-letters', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: DeadLettersPage) => page.next,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
}

type Place = Pick<DeadLetter, 'partition' | 'offset'>;

/** Address of a dead letter's payload. */
export function payloadUrl({ partition, offset }: Place): string {
  return `/api/dead-letters/${partition}/${offset}/payload`;
}

/** The bytes of a rejected record. */
export function usePayload({ partition, offset }: Place, enabled: boolean) {
  return useQuery({
    queryKey: ['payload', partition, offset],
    queryFn: async ({ signal }) => {
      const path = { partition, offset };
      const options = { params: { path }, parseAs: 'arrayBuffer', signal } as const;
      return found(await api.GET('/api/dead-letters/{partition}/{offset}/payload', options));
    },
    enabled,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
}

/** Sends a rejected record to be screened again. */
export function useRetry() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ partition, offset }: Place) => {
      const path = { partition, offset };
      const answer = await api.POST('/api/dead-letters/{partition}/{offset}/retry', {
        params: { path },
      });
      return found(answer);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['topics'] }),
  });
}
