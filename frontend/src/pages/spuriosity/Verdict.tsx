import type { SpuriositySource, SpuriosityVerdict } from '../../api/types';
import { sourceWords, verdictWords } from './words';
import styles from './Verdict.module.css';

/** A verdict and who it is from; one that nobody gave looks like the remark that it is. */
export function Verdict({
  verdict,
  source,
}: {
  verdict: SpuriosityVerdict;
  source: SpuriositySource;
}) {
  return (
    <span className={styles.verdict} data-verdict={verdict} data-source={source}>
      <b>{verdictWords(verdict)}</b> <small>{sourceWords(source)}</small>
    </span>
  );
}
