import { Link } from 'react-router';
import type { Audit } from '../../api/types';
import { count } from '../../format/numbers';
import { Section } from '../../ui/Section';
import { Bundles } from './Bundles';
import { ReportView } from './ReportView';
import { useReport } from './useAudits';
import button from '../../ui/Button.module.css';
import type { Report } from './report';
import styles from './AuditsPage.module.css';

const files = [
  ['html', 'HTML, one file'],
  ['csv', 'CSV tables'],
  ['json', 'JSON'],
] as const;

/** What the audit found, and the same as files. */
export function ReportSection({
  audit: { id, method, endedAt },
  kind,
}: {
  audit: Audit;
  kind: 'partial' | 'finished';
}) {
  const report = useReport(id, kind, endedAt);
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
          {kind === 'partial' && <p>{inPart(found)}</p>}
          {method === 'spuriosity' && <CuePages id={id} report={found} />}
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
          <Bundles address={address} bundles={found.bundles} />
          <ReportView report={found} pictureUrl={(artifact) => `${address}/pictures/${artifact}`} />
        </>
      )}
    </Section>
  );
}

/** The pages on which the documents of a report on spuriosity are looked at. */
function CuePages({ id, report }: { id: string; report: Report }) {
  const known = (name: string) => report.data.some((one) => one.name === name);
  if (!known('classes')) return null;
  return (
    <p className={styles.files}>
      <Link className={button.button} to={`/audits/${id}/classes`}>
        Classes and features
      </Link>
      {known('gaps') && (
        <Link className={button.button} to={`/audits/${id}/gaps`}>
          Gaps
        </Link>
      )}
      {['concepts', 'discovery', 'sensitivity'].some(known) && (
        <Link className={button.button} to={`/audits/${id}/cues`}>
          Cues
        </Link>
      )}
      <Link className={button.button} to={`/audits/${id}/mitigate`}>
        Mitigate
      </Link>
      {known('reference') && (
        <a
          className={button.button}
          href={`/api/audits/${encodeURIComponent(id)}/data/reference`}
          download="reference.json"
          title="What a screening compares its images with"
        >
          ↓ Reference for screening
        </a>
      )}
    </p>
  );
}

/** How much is in a report of what is known so far. */
function inPart({ partial }: Report): string {
  const changes = 'Figures change until the audit is completed.';
  if (!partial) return `In part. ${changes}`;
  const { stage, done, units } = partial;
  return `In part: ${count(done)} of ${count(units)} units of ${stage} are in it. ${changes}`;
}
