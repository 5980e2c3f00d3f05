import styles from './Verdict.module.css';

/** Whether a prediction was right, as a word with a sign; `null` means that it cannot be told. */
export function Verdict({ right }: { right: boolean | null }) {
  const [word, sign] = right === null ? ['unknown', '?'] : right ? ['right', '✓'] : ['wrong', '✕'];
  return (
    <span className={styles.verdict} data-verdict={word}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}
