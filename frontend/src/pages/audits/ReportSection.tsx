import { Section } from '../../ui/Section';
import { Bundles } from './Bundles';
import { ReportView } from './ReportView';
import { useReport } from './useAudits';
import button from '../../ui/Button.module.css';
import layout from '../../ui/layout.module.css';
import styles from './AuditsPage.module.css';

const files = [
  ['html', 'HTML, one file'],
  ['csv', 'CSV tables'],
  ['json', 'JSON'],
] as const;

/** What the audit found, and the same as files. */
export function ReportSection({ id, kind }: { id: string; kind: 'partial' | 'finished' }) {
  const report = useReport(id, kind);
  const address = `/api/audits/${encodeURIComponent(id)}`;
  return (
    <Section
      id="report"
      title={kind === 'partial' ? 'Report so far' : 'Report'}
      asked={report}
      height={320}
    >
      {(found) => (
        <>
          {kind === 'partial' ? (
            <p className={layout.quiet}>In part: figures change until the audit is completed.</p>
          ) : (
            <p className={styles.files}>
              {files.map(([format, name]) => (
                <a
                  key={format}
                  className={button.button}
                  href={`${address}/report?format=${format}`}
                  download
                >
                  ↓ {name}
                </a>
              ))}
              <a className={button.button} href={`${address}/provenance`} download>
                ↓ Provenance
              </a>
            </p>
          )}
          <Bundles address={address} bundles={found.bundles} />
          <ReportView report={found} pictureUrl={(artifact) => `${address}/pictures/${artifact}`} />
        </>
      )}
    </Section>
  );
}
