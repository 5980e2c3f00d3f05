import { score } from '../format/numbers';
import styles from './ScoreBar.module.css';

/** A mask score on the way from 0 to 1, with a mark where a uniform map would stand. */
export function ScoreBar({ value, uniform }: { value: number; uniform: number }) {
  return (
    <span
      className={styles.track}
      role="img"
      aria-label={`${score(value)} of 1; a uniform map scores ${score(uniform)}`}
    >
      <span className={styles.fill} style={{ width: `${value * 100}%` }} />
      <span className={styles.mark} style={{ left: `${uniform * 100}%` }} />
    </span>
  );
}
