import type { Chip, ImageFilters } from '../../images/filters';
import { Button } from '../../ui/Button';
import styles from './Filters.module.css';

/** The filters that are set, each with a way out of it. */
export function Chips({
  chips,
  onChange,
  onClear,
}: {
  chips: readonly Chip[];
  onChange: (filters: ImageFilters) => void;
  onClear: () => void;
}) {
  if (chips.length === 0) return null;
  return (
    <div className={styles.chips} role="group" aria-label="Filters that are set">
      <ul>
        {chips.map(({ name, value, without }) => (
          <li key={name}>
            <Button
              className={styles.chip}
              onClick={() => onChange(without)}
              aria-label={`Remove the filter ${name}: ${value}`}
              title={`${name}: ${value}`}
            >
              <span>
                {name}: <strong>{value}</strong>
              </span>
              <span aria-hidden="true">✕</span>
            </Button>
          </li>
        ))}
      </ul>
      <Button className={styles.clear} onClick={onClear}>
        Clear all
      </Button>
    </div>
  );
}
