import type { CSSProperties } from 'react';
import styles from './IntervalBar.module.css';

/** The ends of what all bars of a list are drawn on; 0 lies within. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}

/** The scale on which all values and their intervals have room. */
export function scaleOf(values: readonly (number | null)[]): Scale {
  let [from, to] = [0, 0.1];
  for (const value of values) {
    if (value === null) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return { from, to };
}

/** A gap as a bar from 0 with its interval. It is silent: the figures stand beside it. */
export function IntervalBar({
  value,
  low,
  high,
  scale,
}: {
  value: number;
  low: number | null;
  high: number | null;
  scale: Scale;
}) {
  const at = (x: number) => (100 * (x - scale.from)) / (scale.to - scale.from);
  const between = (a: number, b: number): CSSProperties => ({
    left: `${at(Math.min(a, b))}%`,
    width: `${Math.abs(at(a) - at(b))}%`,
  });
  return (
    <span className={styles.bar} aria-hidden="true">
      <i className={styles.fill} data-negative={value < 0} style={between(0, value)} />
      <i className={styles.zero} style={{ left: `${at(0)}%` }} />
      {low !== null && high !== null && <i className={styles.range} style={between(low, high)} />}
    </span>
  );
}
