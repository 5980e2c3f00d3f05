import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { api, found, isFault, RequestFailed } from '../../api/client';
import type { Problem, TrainingSummary } from '../../api/types';
import { useLive } from '../../live/useLive';

/** All trainings, the one that was started last first; null while the feed has told nothing. */
export function useTrainings(): readonly TrainingSummary[] | null {
  return useLive((view) => (view.live.known ? view.live.trainings : null));
}

/** The finished epochs of a training; asked for again when the feed tells of another. */
export function useHistory({ run, startedAt, last }: TrainingSummary) {
  return useQuery({
    queryKey: ['trainings', run, startedAt, last],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/trainings/{run}', { params: { path: { run } }, signal })).history,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: (failures, error) => failures < 2 && isFault(error),
  });
}

/** Takes a training out of the list of every member. */
export function useForget() {
  return useMutation({
    mutationFn: async (run: string) => {
      const { error, response } = await api.DELETE('/api/trainings/{run}', {
        params: { path: { run } },
      });
      if (response.ok) return;
      const problem: Partial<Problem> = typeof error === 'object' ? error : {};
      throw new RequestFailed(response.status, problem.detail ?? response.statusText);
    },
  });
}
