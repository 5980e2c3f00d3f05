import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readFilters, writeFilters, type ImageFilters } from './filters';

/** The filters in the address bar, and a way to put others there; each change is a step back. */
export function useFilters(): [ImageFilters, (filters: ImageFilters) => void] {
  const [params, setParams] = useSearchParams();
  const search = params.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const set = useCallback((next: ImageFilters) => setParams(writeFilters(next)), [setParams]);
  return [filters, set];
}
