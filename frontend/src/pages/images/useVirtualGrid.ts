import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { useSize } from '../../ui/useSize';
import { layOut, type GridLayout } from './gridLayout';
import type { GridProps } from './ImageGrid';

/**
 * The rows of the grid that exist: those in sight, one more on each side, and the one of the current
 * image, which keeps the focus wherever the grid is scrolled to.
 */
export function useVirtualGrid(
  scroll: RefObject<HTMLDivElement | null>,
  { list: { at, total, show }, current, focused }: GridProps,
): { layout: GridLayout; width: number; rows: VirtualItem[]; height: number } {
  const { width, height } = useSize(scroll);
  const layout = useMemo(() => layOut(width, height, total), [width, height, total]);
  const { columns, rowHeight, rows: rowCount } = layout;
  const currentRow = Math.min(Math.floor(current / columns), rowCount - 1);
  const virtualizer = useVirtualizer({
    count: width > 0 ? rowCount : 0,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    // A frame around what is focused may stand out over the edge.
    paddingStart: 4,
    overscan: 1,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return currentRow < 0 || rows.includes(currentRow) ? rows : [...rows, currentRow];
    },
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  // The focus follows the current image, also when it was replaced by the loaded one; it is taken
  // from nobody else.
  const mine = useRef(focused);
  const known = at(current) !== undefined;
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element || width === 0 || currentRow < 0) return;
    const { activeElement } = document;
    const free = activeElement === document.body || activeElement?.matches('h1');
    if (!element.contains(activeElement) && !(mine.current && free)) return;
    mine.current = true;
    virtualizer.scrollToIndex(currentRow, { align: 'auto' });
    const card = element.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (card !== activeElement) card?.focus({ preventScroll: true });
  }, [scroll, virtualizer, current, currentRow, known, width]);

  const rows = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};
  const from = Math.max(0, startIndex - 1) * columns;
  const to = (endIndex + 2) * columns - 1;
  useEffect(() => show(from, to, current), [show, from, to, current]);

  return { layout, width, rows, height: virtualizer.getTotalSize() };
}
