import { useQuery } from '@tanstack/react-query';
import { isFault, RequestFailed } from '../api/client';
import type { Problem } from '../api/types';
import { overlayUrl, type OverlayChoice, type Pictured } from './pictures';

/** A map as a `data:` address, and whether it is the very picture of the predicted class's map. */
export interface ClassMap {
  readonly src: string;
  readonly same: boolean;
}

/**
 * The attention map of a class that was not predicted. The server computes it when asked, which takes
 * a while, and refuses with 409 while nothing is free to do so. It is compared with the predicted
 * class's map, so that a server that does not know how to compute others is not believed.
 */
export function useClassMap(image: Pictured, width: number, choice: OverlayChoice) {
  return useQuery({
    queryKey: ['class-map', image.key, image.scoredAt, width, choice],
    queryFn: async ({ signal }): Promise<ClassMap> => {
      const { colormap } = choice;
      const [src, predicted] = await Promise.all([
        picture(overlayUrl(image, width, 1, choice), signal),
        picture(overlayUrl(image, width, 1, { colormap }), signal),
      ]);
      return { src, same: src === predicted };
    },
    enabled: Boolean(choice.target),
    staleTime: Infinity,
    retry: (failures, error) => failures < 1 && isFault(error),
  });
}

async function picture(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(new URL(url, window.location.origin), { signal });
  if (response.ok) return dataUrl(await response.arrayBuffer());
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const told = problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`;
  throw new RequestFailed(response.status, told);
}

function dataUrl(png: ArrayBuffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('The picture could not be read.'));
    reader.readAsDataURL(new Blob([png], { type: 'image/png' }));
  });
}
