import type { Audit } from '../../api/types';
import { moment } from '../../images/filters';
import section from '../../ui/Section.module.css';
import styles from './AuditsPage.module.css';

/** What happened, the latest first. */
export function AuditLog({ log }: { log: Audit['log'] }) {
  return (
    <section className={section.section} aria-labelledby="log">
      <h2 id="log">What happened</h2>
      <ol className={styles.log} tabIndex={0} aria-labelledby="log">
        {log.toReversed().map(({ at, what }, place) => (
          <li key={log.length - place}>
            <time dateTime={at}>{moment(at)}</time> <span>{what}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
