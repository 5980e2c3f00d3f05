import type { Screening } from '../api/types';
import { clock } from '../live/connection';
import { useChooseScreening, useScreenings } from './useScreening';
import styles from './ScreeningSelect.module.css';

/** Names the screening on show, and lets one choose when there are several. */
export function ScreeningSelect({ shown }: { shown: Screening }) {
  const screenings = useScreenings();
  const choose = useChooseScreening();
  return (
    <div className={styles.select}>
      {screenings.length > 1 ? (
        <label>
          <span>Data set × model</span>
          <select value={shown.key} onChange={(event) => choose(event.target.value)}>
            {screenings.map((screening) => (
              <option key={screening.key} value={screening.key}>
                {nameOf(screening)}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <p>
          <span>Data set × model</span> <strong>{nameOf(shown)}</strong>
        </p>
      )}
      {shown.lastScoredAt && (
        <p>
          last scored <time dateTime={shown.lastScoredAt}>{clock(shown.lastScoredAt)}</time>
        </p>
      )}
    </div>
  );
}

function nameOf({ dataset, model, modelHash }: Screening): string {
  return `${dataset} × ${model} (${modelHash.slice(0, 8)})`;
}
