import type { Audit } from '../../api/types';
import section from '../../ui/Section.module.css';
import layout from '../../ui/layout.module.css';
import styles from './AuditsPage.module.css';

/** Everything that the results depend on. */
export function AuditedThings({ audit: { spec } }: { audit: Audit }) {
  const { images, models, options } = spec;
  return (
    <section className={section.section} aria-labelledby="spec">
      <h2 id="spec">What is audited</h2>
      <dl className={layout.facts}>
        <dt>Images</dt>
        <dd>
          {images.name}
          {images.directory && <small> {images.directory}</small>}
          {images.hash && <small> {images.hash}</small>}
        </dd>
        {models.map(({ name, directory, hash }) => (
          <div key={name} className={styles.pair}>
            <dt>Model</dt>
            <dd>
              {name}
              {directory && <small> {directory}</small>}
              {hash && <small> {hash.slice(0, 12)}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>Task, subset and options as JSON</summary>
        <pre className={styles.json} tabIndex={0}>
          {JSON.stringify({ task: images.task, subset: images.subset, options }, null, 2)}
        </pre>
      </details>
    </section>
  );
}
