import type { CSSProperties } from 'react';
import styles from './Skeleton.module.css';

/** A grey place in the size of what is coming; silent for screen readers. */
export function Skeleton({ height, width }: { height: CSSProperties['height']; width?: string }) {
  return <div className={styles.skeleton} style={{ height, width }} aria-hidden="true" />;
}
