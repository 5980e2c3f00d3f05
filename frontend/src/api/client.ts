import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { Problem } from './types';

/** The REST side of the contract, on the server that served this page. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // Looked up at each call: tests put another one in its place.
  fetch: (request) => globalThis.fetch(request),
});

/** An answer that was not what was asked for, in words for the page. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a request found, or `RequestFailed` with the problem's own words. */
export function found<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data !== undefined) return answer.data;
  const { status, statusText } = answer.response;
  const problem: Partial<Problem> = typeof answer.error === 'object' ? answer.error : {};
  throw new RequestFailed(status, problem.detail ?? problem.title ?? `${status} ${statusText}`);
}

/** Whether asking again may help: not when the server understood and said no. */
export function isFault(error: Error): boolean {
  return !(error instanceof RequestFailed && error.status < 500);
}
