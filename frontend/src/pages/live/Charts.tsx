import type { Rejects, Screening } from '../../api/types';
import { useLive } from '../../live/useLive';
import { GroupChart } from './GroupChart';
import { AccuracyChart, LatencyChart, MaskScoreChart, RateChart } from './HistoryCharts';
import { RankHistograms } from './RankHistograms';
import { RejectChart } from './RejectChart';
import { Workers } from './Workers';
import styles from './LivePage.module.css';

/** The figures of a screening as charts. */
export function Charts({ screening: shown, rejects }: { screening: Screening; rejects: Rejects }) {
  const workers = useLive((view) => view.live.workers);
  return (
    <section className={styles.charts} aria-label="Charts">
      <GroupChart screening={shown} />
      <RankHistograms screening={shown} />
      <AccuracyChart screening={shown} />
      <MaskScoreChart screening={shown} />
      <RateChart screening={shown} />
      <LatencyChart screening={shown} />
      <RejectChart rejects={rejects} />
      <Workers workers={workers} />
    </section>
  );
}
