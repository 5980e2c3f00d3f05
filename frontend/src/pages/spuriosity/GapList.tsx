import { useMemo } from 'react';
import { Link } from 'react-router';
import { useMedia } from '../../ui/useMedia';
import { IntervalBar, scaleOf } from './IntervalBar';
import { VirtualRows } from './VirtualRows';
import { points, pointsRange } from './words';
import styles from './GapList.module.css';

/** A gap with its name, as a row of a list. */
export interface NamedGap {
  readonly key: number;
  readonly name: string;
  /** Where its name leads. */
  readonly href?: string;
  /** What is drawn; null when there is none. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What else is known, under or beside it. */
  readonly told: string;
}

/** So many rows are seen at most; further ones are scrolled to. */
const SEEN = 14;

/** Gaps as bars with their intervals, one below the other. */
export function GapList({
  label,
  gaps,
  long = false,
}: {
  label: string;
  gaps: readonly NamedGap[];
  /** Whether names are longer than those of classes or models. */
  long?: boolean;
}) {
  const narrow = useMedia(`(max-width: ${long ? 900 : 760}px)`);
  const size = narrow ? (long ? 78 : 58) : 36;
  const scale = useMemo(
    () => scaleOf(gaps.flatMap(({ value, low, high }) => [value, low, high])),
    [gaps],
  );
  return (
    <VirtualRows
      label={label}
      rows={gaps}
      size={size}
      height={`${Math.min(gaps.length, SEEN) * size}px`}
      keyOf={({ key }) => key}
    >
      {({ name, href, value, low, high, told }) => (
        <div className={styles.row} data-long={long}>
          <span className={styles.name} title={name}>
            {href ? <Link to={href}>{name}</Link> : name}
          </span>
          {value === null ? (
            <span />
          ) : (
            <IntervalBar value={value} low={low} high={high} scale={scale} />
          )}
          <span className={styles.figures}>
            {value !== null && <b>{points(value)}</b>}{' '}
            {low !== null && high !== null && <>{pointsRange(low, high)} </>}
            <small>{told}</small>
          </span>
        </div>
      )}
    </VirtualRows>
  );
}
