import { count } from '../../format/numbers';
import styles from './DataPage.module.css';

/** A number in a table, over a bar as long as its share of the largest. */
export function CountBar({ value, most }: { value: number; most: number }) {
  return (
    <span className={styles.countBar} data-none={value === 0}>
      <span aria-hidden="true" style={{ width: `${most === 0 ? 0 : (100 * value) / most}%` }} />
      <b>{count(value)}</b>
    </span>
  );
}
