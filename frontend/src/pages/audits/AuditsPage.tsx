import { useEffect } from 'react';
import { useParams } from 'react-router';
import { useConnection } from '../../live/useLive';
import { Unreachable } from '../../shell/Unreachable';
import { PageSkeleton } from '../PageSkeleton';
import { AuditList } from './AuditList';
import { NoAudits } from './NoAudits';
import { OneAudit } from './OneAudit';
import { useAudits } from './useAudits';

/** Audits as they go on: all of them, or one with its stages. */
export function AuditsPage() {
  const audits = useAudits();
  const { connection } = useConnection();
  const { id } = useParams();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, [id]);
  if (!audits) {
    return connection.kind === 'connecting' ? (
      <PageSkeleton title="Audits" />
    ) : (
      <Unreachable title="Audits" />
    );
  }
  if (id !== undefined) {
    return <OneAudit key={id} id={id} summary={audits.find((one) => one.id === id)} />;
  }
  return audits.length === 0 ? <NoAudits /> : <AuditList audits={audits} />;
}
