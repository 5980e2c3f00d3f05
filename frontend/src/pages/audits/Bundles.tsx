import type { Report } from './report';
import button from '../../ui/Button.module.css';
import styles from './AuditsPage.module.css';

/** The models that an audit made, each as a ZIP of its bundle; nothing where there is none. */
export function Bundles({
  address,
  bundles,
}: {
  /** Of the audit, in the REST contract. */
  address: string;
  bundles: Report['bundles'];
}) {
  if (bundles.length === 0) return null;
  return (
    <p className={styles.files}>
      {bundles.map(({ name, hash }) => (
        <a
          key={name}
          className={button.button}
          href={`${address}/bundles/${name}`}
          title={`Hash ${hash}`}
          download
        >
          ↓ Bundle {name}
        </a>
      ))}
    </p>
  );
}
