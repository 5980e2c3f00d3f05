import type { HistoryPoint, Screening } from '../../api/types';
import { TimeChart } from '../../charts/TimeChart';
import { duration, percent, rate, score } from '../../format/numbers';
import { imagesPath } from '../../images/filters';
import { rateSeries } from './series';

const NONE_YET = 'Nothing measured yet.';

/** Accuracy and worst-group accuracy, over all images so far, as they moved. */
export function AccuracyChart({ screening }: { screening: Screening }) {
  const { history, accuracy } = screening;
  const worst = last(history, (point) => point.worstGroupAccuracy);
  const summary =
    `Over all images so far: ${accuracy ? percent(accuracy.value) : 'unknown'}` +
    (worst === null ? '.' : `; worst group ${percent(worst)}.`);
  return (
    <TimeChart
      title="Accuracy over time"
      summary={summary}
      at={history.map((point) => point.at)}
      lines={[
        { name: 'all images', tone: 'accent', values: history.map((point) => point.accuracy) },
        {
          name: 'worst group',
          tone: 'wrong',
          dashed: true,
          values: history.map((point) => point.worstGroupAccuracy),
        },
      ]}
      format={(value) => percent(value, 0)}
      max={1}
      hrefAt={(second) => imagesOf(screening, second)}
      empty="No label could be compared with a prediction."
    />
  );
}

/** Mean mask score over all images so far, beside that of a map that looks everywhere alike. */
export function MaskScoreChart({ screening }: { screening: Screening }) {
  const { history, maskScore } = screening;
  const uniform = maskScore?.uniform ?? null;
  const summary = maskScore
    ? `Mean so far ${score(maskScore.mean)}; a uniform map would score ${score(maskScore.uniform)}.`
    : '';
  return (
    <TimeChart
      title="Mask score over time"
      summary={summary}
      at={history.map((point) => point.at)}
      lines={[
        { name: 'mean so far', tone: 'accent', values: history.map((point) => point.maskScore) },
        {
          name: 'uniform map',
          tone: 'reference',
          dashed: true,
          values: history.map((point) => (point.maskScore === null ? null : uniform)),
        },
      ]}
      format={(value) => value.toFixed(2)}
      max={1}
      hrefAt={(second) => imagesOf(screening, second)}
      empty="No image came with a mask."
    />
  );
}

/** Images scored in each second. */
export function RateChart({ screening }: { screening: Screening }) {
  const { at, rates } = rateSeries(screening.history);
  const summary = `Now ${rate(screening.ratePerSecond)} a second; at most ${Math.max(0, ...rates)}.`;
  return (
    <TimeChart
      title="Images per second"
      summary={summary}
      at={at}
      lines={[{ name: 'scored', tone: 'accent', filled: true, values: rates }]}
      format={(value) => String(value)}
      hrefAt={(second) => imagesOf(screening, second)}
      empty={NONE_YET}
    />
  );
}

/** Median and 95th percentile of the time from capture to score. */
export function LatencyChart({ screening }: { screening: Screening }) {
  const { history, latency } = screening;
  const summary = latency
    ? `Last minute: half within ${duration(latency.p50)}, 95\u202f% within ${duration(latency.p95)}.`
    : '';
  return (
    <TimeChart
      title="Latency, capture to score"
      summary={summary}
      at={history.map((point) => point.at)}
      lines={[
        { name: 'p50', tone: 'accent', values: history.map((point) => point.p50) },
        { name: 'p95', tone: 'wrong', dashed: true, values: history.map((point) => point.p95) },
      ]}
      format={duration}
      hrefAt={(second) => imagesOf(screening, second)}
      empty={NONE_YET}
    />
  );
}

/** The images that were scored in a second. */
function imagesOf({ key }: Screening, second: number): string {
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  return imagesPath({ screening: key, scoredFrom: at(second), scoredTo: at(second + 1) });
}

function last(
  history: readonly HistoryPoint[],
  value: (point: HistoryPoint) => number | null,
): number | null {
  const newest = history.at(-1);
  return newest ? value(newest) : null;
}
