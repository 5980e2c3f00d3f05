import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api, found, isFault, RequestFailed } from '../../api/client';
import type { AuditSummary, NewAudit, Problem } from '../../api/types';
import { useLive } from '../../live/useLive';
import { readReport } from './report';
import { hasEnded } from './words';

/** An audit that goes on is asked for this often; it goes on whether anybody asks or not. */
const WHILE_OPEN_MILLIS = 1000;
/** A report in part is worked out anew for each question. */
const PARTIAL_MILLIS = 5000;

const retry = (failures: number, error: Error) => failures < 2 && isFault(error);

/**
 * Audits that have not ended and those that ended last, the one that was asked for last first; null
 * while the feed has told nothing.
 */
export function useAudits(): readonly AuditSummary[] | null {
  return useLive((view) => (view.live.known ? view.live.audits : null));
}

/** The same with all others, which are asked for when there are more. */
export function useAllAudits(latest: readonly AuditSummary[]): readonly AuditSummary[] {
  const total = useLive((view) => view.live.auditTotal);
  // Of those that have ended the feed tells the latest only: where these change, one may have gone.
  const ended = latest.flatMap(({ id, endedAt }) => (endedAt === null ? [] : id)).join();
  const { data } = useQuery({
    queryKey: ['audits', 'all', total, ended],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/audits', { params: { query: { limit: 10_000 } }, signal })).audits,
    enabled: total > latest.length,
    // Each answer is long, and the next one replaces it.
    gcTime: 0,
    placeholderData: keepPreviousData,
    retry,
  });
  return useMemo(() => {
    if (!data || total <= latest.length) return latest;
    const live = new Set(latest.map(({ id }) => id));
    const older = data.filter(({ id }) => !live.has(id));
    return [...latest, ...older].sort(
      (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? -1 : 1),
    );
  }, [data, latest, total]);
}

/** One audit with its units. */
export function useAudit(id: string, summary: AuditSummary | undefined) {
  const queries = useQueryClient();
  const state = summary?.state;
  // Tried again, it may have ended again before the feed told that it went on.
  const endedAt = summary?.endedAt;
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['audits', id], exact: true });
  }, [queries, id, state, endedAt]);
  return useQuery({
    queryKey: ['audits', id],
    queryFn: async ({ signal }) =>
      found(await api.GET('/api/audits/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) =>
      data && hasEnded(data.state) ? false : WHILE_OPEN_MILLIS,
    retry,
  });
}

/** The ways in which a model can be audited. */
export function useMethods() {
  return useQuery({
    queryKey: ['methods'],
    queryFn: async ({ signal }) => found(await api.GET('/api/methods', { signal })).methods,
    staleTime: Infinity,
    retry,
  });
}

/** What an audit would cost; null asks nothing. */
export function useEstimate(asked: NewAudit | null) {
  return useQuery({
    queryKey: ['audits', 'estimate', asked],
    queryFn: async ({ signal }) => {
      const answer = await api.POST('/api/audits/estimate', { body: asked!, signal });
      return orProblem(answer);
    },
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry,
  });
}

/** Asks for an audit; gives its id. */
export function useRequestAudit() {
  return useMutation({
    mutationFn: async (body: NewAudit) => orProblem(await api.POST('/api/audits', { body })).id,
  });
}

/** What a person may do to an audit. */
export type Change = 'pause' | 'resume' | 'cancel' | 'retry' | 'delete';

/** Changes an audit. */
export function useChangeAudit(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (change: Change) => {
      const options = { params: { path: { id } } };
      const { error, response } = await send(change, options);
      if (!response.ok) {
        const problem: Partial<Problem> = typeof error === 'object' ? error : {};
        throw new RequestFailed(response.status, problem.detail ?? response.statusText);
      }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audits', id], exact: true }),
  });
}

function send(change: Change, options: { params: { path: { id: string } } }) {
  switch (change) {
    case 'pause':
      return api.POST('/api/audits/{id}/pause', options);
    case 'resume':
      return api.POST('/api/audits/{id}/resume', options);
    case 'cancel':
      return api.POST('/api/audits/{id}/cancel', options);
    case 'retry':
      return api.POST('/api/audits/{id}/retry', options);
    case 'delete':
      return api.DELETE('/api/audits/{id}', options);
  }
}

/**
 * The report of an audit, in part while it runs.
 *
 * @param endedAt when the audit ended: tried again, it ends again with another report
 */
export function useReport(
  id: string,
  kind: 'none' | 'partial' | 'finished',
  endedAt: string | null,
) {
  return useQuery({
    queryKey: ['audits', id, 'report', kind, endedAt],
    queryFn: async ({ signal }) =>
      readReport(
        found(
          await api.GET('/api/audits/{id}/report', {
            params: { path: { id }, query: { format: 'json' } },
            signal,
          }),
        ),
      ),
    enabled: kind !== 'none',
    placeholderData: keepPreviousData,
    staleTime: kind === 'finished' ? Infinity : 0,
    refetchInterval: kind === 'partial' ? PARTIAL_MILLIS : false,
    retry,
  });
}

/** A request that was refused, with the part of it that is wrong. */
export class Refused extends RequestFailed {
  constructor(
    status: number,
    message: string,
    readonly field: string | null,
  ) {
    super(status, message);
  }
}

function orProblem<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data !== undefined) return answer.data;
  const { status, statusText } = answer.response;
  const problem: Partial<Problem> = typeof answer.error === 'object' ? answer.error : {};
  throw new Refused(
    status,
    problem.detail ?? problem.title ?? `${status} ${statusText}`,
    problem.field ?? null,
  );
}
