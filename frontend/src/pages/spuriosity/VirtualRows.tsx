import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import styles from './VirtualRows.module.css';

/** Rows of one height that scroll by themselves, of which only those in sight exist. */
export function VirtualRows<T>({
  label,
  rows,
  size,
  height,
  keyOf,
  children,
}: {
  label: string;
  rows: readonly T[];
  /** Height of a row in pixels. */
  size: number;
  /** Of what is seen. */
  height: string;
  keyOf: (row: T) => number;
  children: (row: T) => ReactNode;
}) {
  const scroll = useRef<HTMLUListElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => size,
    overscan: 4,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, size]);
  return (
    <ul
      ref={scroll}
      className={styles.rows}
      style={{ height }}
      aria-label={label}
      // Rows without a link could not be scrolled to by keyboard otherwise.
      tabIndex={0}
    >
      <li aria-hidden="true" style={{ height: virtualizer.getTotalSize() }} />
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <li
            key={keyOf(row)}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            className={styles.row}
            style={{ transform: `translateY(${start}px)`, height: size }}
          >
            {children(row)}
          </li>
        );
      })}
    </ul>
  );
}
