import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { gridTarget } from '../../keys/gridTarget';
import { AuditPicture } from './AuditPicture';
import { Enlargeable } from './Enlargeable';
import { imageUrl } from './useSpuriosity';
import styles from './PictureRow.module.css';

/** One picture of a row. */
export interface RowPicture {
  readonly place: number;
  /** All that is known of it, for those who do not see it, and above it when it is large. */
  readonly told: string;
  /** Two lines under it at most. */
  readonly caption: ReactNode;
  /** Whether it is marked by a frame. */
  readonly wrong?: boolean;
  /** What is drawn over it. */
  readonly over?: ReactNode;
}

const CARD = 128;

/**
 * Audited images as a row that scrolls sideways, of which only what is in sight exists. One of them
 * is in the tab order; arrows lead on, and a click or Enter shows one large.
 */
export function PictureRow({
  id,
  label,
  pictures,
}: {
  /** Of the audit. */
  id: string;
  label: string;
  pictures: readonly RowPicture[];
}) {
  const scroll = useRef<HTMLUListElement>(null);
  const [chosen, setAt] = useState(0);
  const at = Math.min(chosen, pictures.length - 1);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: pictures.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD,
    overscan: 3,
    // The one with the focus keeps it wherever the row is scrolled to.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return at < 0 || seen.includes(at) ? seen : [...seen, at];
    },
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // In an opened dialog keys are the dialog's.
    if (!scroll.current?.contains(event.target as Node)) return;
    const to = gridTarget(event.key, at, pictures.length, pictures.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    requestAnimationFrame(() =>
      scroll.current
        ?.querySelector<HTMLElement>(`[data-index="${to}"] button`)
        ?.focus({ preventScroll: true }),
    );
  };
  return (
    <ul
      ref={scroll}
      className={styles.row}
      aria-label={label}
      onKeyDown={onKey}
      // Without a picture in it nothing here could have the focus.
      tabIndex={pictures.length === 0 ? 0 : undefined}
    >
      <li aria-hidden="true" style={{ width: virtualizer.getTotalSize() }} />
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const picture = pictures[index]!;
        return (
          <li
            key={index}
            data-index={index}
            aria-setsize={pictures.length}
            aria-posinset={index + 1}
            className={styles.card}
            style={{ transform: `translateX(${start}px)` }}
          >
            <Enlargeable
              className={styles.picture}
              data-wrong={picture.wrong ?? false}
              title={picture.told}
              aria-label={`${picture.told}. Show large`}
              tabIndex={index === at ? 0 : -1}
              onFocus={() => setAt(index)}
              large={
                <AuditPicture src={imageUrl(id, picture.place, 'full')} alt={picture.told} large>
                  {picture.over}
                </AuditPicture>
              }
            >
              <span className={styles.place}>
                <AuditPicture src={imageUrl(id, picture.place, 224)} alt="">
                  {picture.over}
                </AuditPicture>
              </span>
              <span className={styles.caption}>{picture.caption}</span>
            </Enlargeable>
          </li>
        );
      })}
    </ul>
  );
}
