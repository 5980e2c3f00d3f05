import { Link } from 'react-router';
import { isFault } from '../../api/client';
import type { Audit, AuditSummary } from '../../api/types';
import { moment } from '../../images/filters';
import { useConnection } from '../../live/useLive';
import { isFresh } from '../../live/connection';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { PageSkeleton } from '../PageSkeleton';
import { AuditActions } from './AuditActions';
import { AuditedThings } from './AuditedThings';
import { AuditLog } from './AuditLog';
import { Failures } from './Failures';
import { ReportSection } from './ReportSection';
import { Stages } from './Stages';
import { Timeline } from './Timeline';
import { useAudit } from './useAudits';
import { hasEnded, isTrouble, seconds, standing, timeLeft, took } from './words';
import bar from '../../ui/Bar.module.css';
import button from '../../ui/Button.module.css';
import layout from '../../ui/layout.module.css';

/** One audit: where it stands, its stages and units, what it found. */
export function OneAudit({ id, summary }: { id: string; summary: AuditSummary | undefined }) {
  const { data, error, refetch, isFetching } = useAudit(id, summary);
  if (data && !(error && !isFault(error))) return <Shown audit={data} old={error} />;
  if (!error) return <PageSkeleton title="Audit" />;
  return (
    <>
      <h1>Audit</h1>
      <Notice
        title={isFault(error) ? 'The audit could not be loaded' : `There is no audit ${id}`}
        failed
      >
        <p>{error.message}</p>
        <p>
          <Button onClick={() => void refetch()} disabled={isFetching}>
            Try again
          </Button>{' '}
          <Link to="/audits">All audits</Link>
        </p>
      </Notice>
    </>
  );
}

function Shown({ audit, old }: { audit: Audit; old: Error | null }) {
  const { connection } = useConnection();
  const { running, lately } = audit.progress;
  // What workers did is told while the audit runs, and not kept.
  const hasBars = audit.state === 'running' || running.length + lately.length > 0;
  const { id, title, method, dataset, models, createdAt, state, progress, report } = audit;
  return (
    <div className={layout.page}>
      <header className={layout.head}>
        <div>
          <h1>Audit: {title}</h1>
          <p>
            {[`${method} on ${dataset}`, ...models].join(', ')}; asked for {moment(createdAt)}
          </p>
        </div>
        <p>
          <Link className={button.button} to={`/audits/new?from=${id}`}>
            Clone with changes
          </Link>{' '}
          <Link to="/audits">All audits</Link>
        </p>
      </header>
      <div className={bar.bar} data-tone={isTrouble(audit) ? 'warn' : 'plain'}>
        <div className={bar.told}>
          <p role="status">{standing(audit)}</p>
          {state === 'running' && <Pace audit={audit} />}
          {hasEnded(state) && <Took audit={audit} />}
          {old && <p className={bar.quiet}>▲ Old figures: {old.message}</p>}
        </div>
        <AuditActions audit={audit} />
      </div>
      <Failures audit={audit} />
      {report === 'finished' && <ReportSection audit={audit} kind={report} />}
      <Stages stages={progress.stages} at={progress.stage} state={state} />
      {hasBars && (
        <Timeline progress={progress} live={state === 'running' && isFresh(connection)} />
      )}
      {report === 'partial' && <ReportSection audit={audit} kind={report} />}
      <AuditLog log={audit.log} />
      <AuditedThings audit={audit} />
    </div>
  );
}

/** What it cost, to be held against what was predicted. */
function Took({ audit }: { audit: Audit }) {
  return (
    <p className={bar.quiet}>
      {took(audit)} from request to end, waiting included; its units took {seconds(audit.seconds)}{' '}
      together.
    </p>
  );
}

function Pace({ audit: { progress } }: { audit: Audit }) {
  const { unitsPerSecond, left } = progress;
  if (unitsPerSecond === null) return <p className={bar.quiet}>Speed not measured yet.</p>;
  const pace =
    unitsPerSecond >= 1
      ? `${unitsPerSecond.toFixed(1)} units a second`
      : `a unit every ${seconds(1 / Math.max(unitsPerSecond, 1e-6))}`;
  return (
    <p className={bar.quiet}>
      {pace}
      {left && `; ${timeLeft(left)} left in this stage`}
    </p>
  );
}
