import { useEffect, type ReactNode } from 'react';
import { Link, NavLink, Route, Routes, useLocation, useParams } from 'react-router';
import { isFault } from '../../api/client';
import type { Audit } from '../../api/types';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useAudit, useAudits, useReport } from '../audits/useAudits';
import { hasEnded, standing } from '../audits/words';
import { NoSuchPage } from '../NoSuchPage';
import { PageSkeleton } from '../PageSkeleton';
import { ClassesPage } from './ClassesPage';
import { ClassPage } from './ClassPage';
import { CuesPage } from './CuesPage';
import { FeaturePage } from './FeaturePage';
import { GapsPage } from './GapsPage';
import { MitigatePage } from './MitigatePage';
import { SpuriosityContext } from './useSpuriosity';
import bar from '../../ui/Bar.module.css';
import layout from '../../ui/layout.module.css';
import styles from './SpuriosityPages.module.css';

/** The pages of an audit by the method spuriosity, all about what its documents tell so far. */
export function SpuriosityPages() {
  const { id = '' } = useParams();
  const { pathname, hash } = useLocation();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    if (hash === '') window.scrollTo(0, 0);
  }, [pathname, hash]);
  const summary = useAudits()?.find((one) => one.id === id);
  const { data, error, refetch } = useAudit(id, summary);
  if (data && !(error && !isFault(error))) return <OfAudit key={id} audit={data} old={error} />;
  if (!error) return <PageSkeleton title="Audit" />;
  return (
    <Unavailable
      title={isFault(error) ? 'The audit could not be loaded' : `There is no audit ${id}`}
      failed
      onRetry={() => void refetch()}
    >
      <p>{error.message}</p>
    </Unavailable>
  );
}

function OfAudit({ audit, old }: { audit: Audit; old: Error | null }) {
  const { id, method, state } = audit;
  const asked = useReport(id, method === 'spuriosity' ? audit.report : 'none', audit.endedAt);
  const { data: report, error, refetch } = asked;
  const audited = <Link to={`/audits/${id}`}>the audit {audit.title}</Link>;
  if (method !== 'spuriosity') {
    return (
      <Unavailable title="There are no such pages of this audit">
        <p>
          Classes, features, gaps, cues and mitigation are told by the method spuriosity; {audited}{' '}
          is by {method}.
        </p>
      </Unavailable>
    );
  }
  if (error && !report) {
    return (
      <Unavailable title="The report could not be loaded" failed onRetry={() => void refetch()}>
        <p>{error.message}</p>
      </Unavailable>
    );
  }
  if (audit.report !== 'none' && !report) return <PageSkeleton title="Audit" />;
  if (!report || report.data.length === 0) {
    return (
      <Unavailable title={hasEnded(state) ? 'Nothing to show' : 'Nothing to show yet'}>
        <p role="status">{standing(audit)}</p>
        <p>
          {hasEnded(state)
            ? 'Its report names no documents for these pages. '
            : 'Features and rankings come when their stages are done, and then by themselves. '}
          See {audited}.
        </p>
      </Unavailable>
    );
  }
  return (
    <SpuriosityContext value={{ audit, report }}>
      <div className={layout.page}>
        <Frame audit={audit} old={old ?? error} />
        <Routes>
          <Route path="classes" element={<ClassesPage />} />
          <Route path="classes/:class" element={<ClassPage />} />
          <Route path="features/:feature" element={<FeaturePage />} />
          <Route path="gaps" element={<GapsPage />} />
          <Route path="cues" element={<CuesPage />} />
          <Route path="mitigate" element={<MitigatePage />} />
          <Route path="*" element={<NoSuchPage />} />
        </Routes>
      </div>
    </SpuriosityContext>
  );
}

/** Which audit it is, its pages, and how much is known while it goes on. */
function Frame({ audit, old }: { audit: Audit; old: Error | null }) {
  const address = `/audits/${audit.id}`;
  return (
    <>
      <nav className={styles.pages} aria-label="Pages of the audit">
        <NavLink to={address} end>
          ‹ {audit.title}
        </NavLink>
        <NavLink to={`${address}/classes`}>Classes</NavLink>
        <NavLink to={`${address}/gaps`}>Gaps</NavLink>
        <NavLink to={`${address}/cues`}>Cues</NavLink>
        <NavLink to={`${address}/mitigate`}>Mitigate</NavLink>
      </nav>
      {(audit.state !== 'completed' || old) && (
        <div className={bar.bar} data-tone={hasEnded(audit.state) || old ? 'warn' : 'plain'}>
          <div className={bar.told}>
            {audit.state !== 'completed' && (
              <>
                <p role="status">{standing(audit)}</p>
                <p className={bar.quiet}>
                  What is known so far is shown;{' '}
                  {hasEnded(audit.state) ? 'the rest is missing' : 'the rest comes by itself'}.
                </p>
              </>
            )}
            {old && <p className={bar.quiet}>▲ Old figures: {old.message}</p>}
          </div>
        </div>
      )}
    </>
  );
}

function Unavailable({
  title,
  failed = false,
  onRetry,
  children,
}: {
  title: string;
  failed?: boolean;
  onRetry?: () => void;
  children: ReactNode;
}) {
  return (
    <>
      <h1 className="visually-hidden">Audit</h1>
      <Notice title={title} failed={failed}>
        {children}
        <p>
          {onRetry && <Button onClick={onRetry}>Try again</Button>}{' '}
          <Link to="/audits">All audits</Link>
        </p>
      </Notice>
    </>
  );
}
