import styles from './MatrixLegend.module.css';

/** What the colours of a matrix mean: the values at both ends, and what has none. */
export function MatrixLegend({
  ends: [low, high],
  unit,
}: {
  ends: readonly [string, string];
  unit: string;
}) {
  return (
    <p className={styles.legend}>
      <span>{low}</span>
      <i aria-hidden="true" />
      <span>
        {high}
        {unit}
      </span>
      <span>× no value</span>
    </p>
  );
}
