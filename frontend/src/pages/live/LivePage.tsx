import { useEffect } from 'react';
import type { Rejects, Screening } from '../../api/types';
import { useConnection, useLive } from '../../live/useLive';
import { ScreeningSelect } from '../../screening/ScreeningSelect';
import { useScreening } from '../../screening/useScreening';
import { useSlowly } from '../../ui/useSlowly';
import { Figures } from './Figures';
import { GroupChart } from './GroupChart';
import { AccuracyChart, LatencyChart, MaskScoreChart, RateChart } from './HistoryCharts';
import { LiveSkeleton } from './LiveSkeleton';
import { NoImages } from './NoImages';
import { RejectChart } from './RejectChart';
import { StreamPanel } from './StreamPanel';
import { Unreachable } from './Unreachable';
import { Workers } from './Workers';
import styles from './LivePage.module.css';

/** What is being screened right now, and how it goes. */
export function LivePage() {
  const known = useLive((view) => view.live.known);
  const screening = useScreening();
  const { connection } = useConnection();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, []);

  if (!known) return connection.kind === 'connecting' ? <LiveSkeleton /> : <Unreachable />;
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
      <Figures screening={shown} rejects={rejects} />
      <div className={styles.columns}>
        <StreamPanel />
        <Charts screening={shown} rejects={rejects} />
      </div>
    </div>
  );
}

function Charts({ screening: shown, rejects }: { screening: Screening; rejects: Rejects }) {
  const workers = useLive((view) => view.live.workers);
  return (
    <section className={styles.charts} aria-label="Charts">
      <GroupChart screening={shown} />
      <AccuracyChart screening={shown} />
      <MaskScoreChart screening={shown} />
      <RateChart screening={shown} />
      <LatencyChart screening={shown} />
      <RejectChart rejects={rejects} />
      <Workers workers={workers} />
    </section>
  );
}
