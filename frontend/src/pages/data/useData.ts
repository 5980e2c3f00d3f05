import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, found, isFault } from '../../api/client';
import type { DataCheck } from '../../api/types';

/** A check that runs is asked for this often; it goes on whether anybody asks or not. */
const WHILE_RUNNING_MILLIS = 700;
/** Somebody else may have started one. */
const OTHERWISE_MILLIS = 10_000;

const retry = (failures: number, error: Error) => failures < 2 && isFault(error);

/** The data sets that the answering member has opened. */
export function useDataSets() {
  return useQuery({
    queryKey: ['data-sets'],
    queryFn: async ({ signal }) => found(await api.GET('/api/data-sets', { signal })).dataSets,
    retry,
  });
}

/** What the columns of a data set tell; it stays the same as long as the member runs. */
export function useOverview(name: string) {
  return useQuery({
    queryKey: ['data-sets', name, 'overview'],
    queryFn: async ({ signal }) =>
      found(
        await api.GET('/api/data-sets/{name}/overview', { params: { path: { name } }, signal }),
      ),
    staleTime: Infinity,
    retry,
  });
}

/** How the check of a data set stands, and what the last one found. */
export function useCheck(name: string) {
  return useQuery({
    queryKey: ['data-sets', name, 'check'],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/data-sets/{name}/check', { params: { path: { name } }, signal })),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'running' ? WHILE_RUNNING_MILLIS : OTHERWISE_MILLIS,
    retry,
  });
}

/** Starts the check of a data set's files, or asks it to end. */
export function useChangeCheck(name: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (what: 'start' | 'cancel') => {
      const options = { params: { path: { name } } };
      return found(
        what === 'start'
          ? await api.POST('/api/data-sets/{name}/check', options)
          : await api.DELETE('/api/data-sets/{name}/check', options),
      );
    },
    onSuccess: (state) => {
      const key = ['data-sets', name, 'check'];
      queries.setQueryData<DataCheck>(key, (old) => ({ report: old?.report ?? null, ...state }));
      return queries.invalidateQueries({ queryKey: key });
    },
  });
}

/** Address of a picture of a data set, scaled by the server to `width`. */
export function pictureUrl(name: string, id: string, width: number): string {
  const query = new URLSearchParams({ id, width: String(width) });
  return `/api/data-sets/${encodeURIComponent(name)}/picture?${query}`;
}

/** Address of the contact sheet of a class; null for pictures of all. */
export function sheetUrl(name: string, label: string | null): string {
  const query = label === null ? '' : `?${new URLSearchParams({ class: label })}`;
  return `/api/data-sets/${encodeURIComponent(name)}/sheet${query}`;
}
