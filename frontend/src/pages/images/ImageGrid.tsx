import { useMemo, useRef, type KeyboardEvent } from 'react';
import type { ImageSummary } from '../../api/types';
import { count } from '../../format/numbers';
import type { ImageList } from '../../images/useImages';
import { useOverlay } from '../../images/useOverlay';
import { GridCard, type CardEvents } from './GridCard';
import { GAP } from './gridLayout';
import { gridTarget } from '../../keys/gridTarget';
import { useVirtualGrid } from './useVirtualGrid';
import styles from './ImageGrid.module.css';

/** What the grid is told and asked to do. */
export interface GridProps {
  readonly list: ImageList;
  /** Index of the image that is looked at. */
  readonly current: number;
  /** Whether the focus belongs to that image when the grid appears. */
  readonly focused: boolean;
  readonly onCurrent: (index: number) => void;
  readonly hrefOf: (image: ImageSummary) => string;
  /** Opens an image on a page of its own. */
  readonly onOpen: (image: ImageSummary) => void;
  /** Whether a click shows the image beside the grid instead of opening it. */
  readonly picks: boolean;
  /** Whether cards tell the rank of spuriosity in place of the mask score: there is no room for both. */
  readonly byRank: boolean;
}

/** Images as a grid of which only what is in sight exists; arrows move, Enter opens. */
export function ImageGrid(props: GridProps) {
  const { list, current, onCurrent, hrefOf } = props;
  const { at, total } = list;
  const [overlay] = useOverlay();
  const scroll = useRef<HTMLDivElement>(null);
  const { layout, width, rows, height } = useVirtualGrid(scroll, props);
  const events = useEvents(props);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { columns, places, seen } = layout;
    const to = gridTarget(event.key, current, places, columns, columns * seen);
    if (to === null) return;
    event.preventDefault();
    onCurrent(to);
  };

  const cardWidth = Math.floor((width - GAP * (layout.columns - 1)) / layout.columns);
  return (
    <div ref={scroll} className={styles.scroll} data-testid="grid">
      <div
        className={styles.sheet}
        style={{ height }}
        role="group"
        aria-label={`${count(total)} images`}
        onKeyDown={onKeyDown}
      >
        {rows.flatMap(({ index: row, start }) =>
          Array.from({ length: layout.columns }, (_, column) => {
            const index = row * layout.columns + column;
            if (index >= layout.places) return null;
            const left = column * (cardWidth + GAP);
            const image = at(index);
            return image ? (
              <GridCard
                key={index}
                image={image}
                index={index}
                total={total}
                overlay={overlay}
                byRank={props.byRank}
                current={index === current}
                href={hrefOf(image)}
                box={`${start} ${left} ${cardWidth}`}
                events={events}
              />
            ) : (
              <span
                key={index}
                className={styles.waiting}
                data-index={index}
                tabIndex={index === current ? 0 : undefined}
                role="img"
                aria-label={`image ${count(index + 1)}, loading`}
                style={{
                  transform: `translate(${left}px, ${start}px)`,
                  width: cardWidth,
                  height: layout.rowHeight - GAP,
                }}
              />
            );
          }),
        )}
      </div>
    </div>
  );
}

/** The same functions for as long as the grid lives, so that cards need not be drawn again. */
function useEvents(props: GridProps): CardEvents {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(() => {
    const open = (index: number) => {
      const image = latest.current.list.at(index);
      if (image) latest.current.onOpen(image);
    };
    return {
      onOpen: open,
      onFocus: (index) => latest.current.onCurrent(index),
      onPick: (index, event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        // Enter on a link is a click without a pointer.
        if (event.detail === 0 || !latest.current.picks) open(index);
        else latest.current.onCurrent(index);
      },
    };
  }, []);
}
