import type { Ranks } from '../../api/types';
import { count } from '../../format/numbers';
import { stateWords } from './drift';
import styles from './DriftNotice.module.css';

/** Says that images are no longer like the reference; nothing while they are. */
export function DriftNotice({ ranks }: { ranks: Ranks | null }) {
  const first = ranks?.classes.find((one) => one.state === 'drifting');
  const more = (ranks?.drifting ?? 0) - 1;
  // The region is there before its text, or screen readers would not tell of it.
  return (
    <div role="status" className={styles.place}>
      {first && (
        <p className={styles.notice}>
          <span aria-hidden="true">▲ </span>
          <strong>{first.name}</strong> is {stateWords(first)}
          {more > 0 && `; ${count(more)} more ${more === 1 ? 'class drifts' : 'classes drift'}`}.
        </p>
      )}
    </div>
  );
}
