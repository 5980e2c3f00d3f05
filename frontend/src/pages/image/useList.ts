import { useLocation } from 'react-router';
import { readFilters, writeFilters } from '../../images/filters';
import { useNeighbours } from '../../images/useImages';
import { useStream } from '../../images/useStream';

/** The list that an image was opened from. */
export interface List {
  readonly name: 'Live' | 'Images';
  readonly pathname: string;
  readonly search: string;
  /** Keys of the images before and after; null at an end, undefined while unknown. */
  readonly previous: string | null | undefined;
  readonly next: string | null | undefined;
  /** Why the neighbours are not known, when asking for them failed. */
  readonly error: Error | null;
}

/** The stream when the image was opened there; else the list that the address's filters make. */
export function useList(imageKey: string): List {
  const { search, state } = useLocation() as { search: string; state: { from?: string } | null };
  const [{ shown }] = useStream();
  const at = shown.findIndex((image) => image.key === imageKey);
  const live = at >= 0 && state?.from !== 'images';
  const filters = readFilters(new URLSearchParams(search));
  const { data, error, isPlaceholderData } = useNeighbours(imageKey, filters, !live);
  if (live) {
    const previous = shown[at - 1]?.key ?? null;
    const next = shown[at + 1]?.key ?? null;
    return { name: 'Live', pathname: '/', search, previous, next, error: null };
  }
  const known = isPlaceholderData ? undefined : data;
  return {
    name: 'Images',
    pathname: '/images',
    search: writeFilters(filters).toString(),
    previous: known?.previous,
    next: known?.next,
    error,
  };
}
