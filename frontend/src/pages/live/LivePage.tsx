import { lazy, Suspense, useEffect } from 'react';
import type { Screening } from '../../api/types';
import { useConnection, useLive } from '../../live/useLive';
import { ScreeningSelect } from '../../screening/ScreeningSelect';
import { useScreening } from '../../screening/useScreening';
import { Unreachable } from '../../shell/Unreachable';
import { useSlowly } from '../../ui/useSlowly';
import { DriftNotice } from './DriftNotice';
import { Figures } from './Figures';
import { ChartsSkeleton, LiveSkeleton } from './LiveSkeleton';
import { NoImages } from './NoImages';
import { StreamPanel } from './StreamPanel';
import styles from './LivePage.module.css';

// The first image need not wait for what draws charts.
const Charts = lazy(async () => ({ default: (await import('./Charts')).Charts }));

/** What is being screened right now, and how it goes. */
export function LivePage() {
  const known = useLive((view) => view.live.known);
  const screening = useScreening();
  const { connection } = useConnection();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, []);

  if (!known)
    return connection.kind === 'connecting' ? <LiveSkeleton /> : <Unreachable title="Live" />;
  if (!screening) return <NoImages />;
  return <LiveScreening key={screening.key} screening={screening} />;
}

/** Figures and charts change together, once a second: often enough to follow, calm enough to read. */
function LiveScreening({ screening }: { screening: Screening }) {
  const shown = useSlowly(screening, 1000);
  const rejects = useLive((view) => view.live.rejects);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Live</h1>
        <ScreeningSelect shown={shown} />
      </header>
      <DriftNotice ranks={shown.ranks} />
      <Figures screening={shown} rejects={rejects} />
      <div className={styles.columns}>
        <StreamPanel />
        <Suspense fallback={<ChartsSkeleton />}>
          <Charts screening={shown} rejects={rejects} />
        </Suspense>
      </div>
    </div>
  );
}
