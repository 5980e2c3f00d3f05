import { useQuery } from '@tanstack/react-query';
import { isFault, RequestFailed } from '../api/client';
import type { Problem } from '../api/types';
import { overlayUrl, type OverlayChoice } from './pictures';

/**
 * The attention map of a class that was not predicted, as a `data:` address. The server computes it
 * when asked, which takes a while, and refuses with 409 while nothing is free to do so.
 */
export function useClassMap(key: string, width: number, choice: OverlayChoice) {
  return useQuery({
    queryKey: ['class-map', key, width, choice],
    queryFn: async ({ signal }) => {
      const response = await fetch(overlayUrl(key, width, 1, choice), { signal });
      if (!response.ok) {
        const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
        const told = problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`;
        throw new RequestFailed(response.status, told);
      }
      return dataUrl(await response.blob());
    },
    enabled: Boolean(choice.target),
    staleTime: Infinity,
    retry: (failures, error) => failures < 1 && isFault(error),
  });
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read.'));
    reader.readAsDataURL(blob);
  });
}
