import { useNavigate } from 'react-router';
import { clock } from '../live/connection';
import { LineChart, type Line } from './LineChart';
import { inWindow, tickLabel, tickStep } from './timeAxis';

/** Values of the seconds in `at`, as lines over the time of day. */
export function TimeChart({
  at,
  hrefAt,
  ...rest
}: {
  title: string;
  summary: string;
  /** Epoch seconds, ascending. */
  at: readonly number[];
  lines: readonly Line[];
  format: (value: number) => string;
  /** Upper end of the scale, when it has a natural one. */
  max?: number;
  /** Where a click on the values of a second leads: to what is behind them. */
  hrefAt: (second: number) => string;
  empty: string;
}) {
  const navigate = useNavigate();
  const window = inWindow(at.map((second) => ({ at: second })));
  const from = window[0]?.at ?? 0;
  const to = window.at(-1)?.at ?? from + 1;
  const step = tickStep(to - from);
  return (
    <LineChart
      {...rest}
      axis={{
        name: 'Time',
        at,
        from,
        to: Math.max(to, from + 1),
        step,
        tick: (second) => tickLabel(second, step),
        told: (second) => clock(second * 1000),
        exported: (second) => new Date(second * 1000).toISOString(),
      }}
      hrefAt={hrefAt}
      onPoint={(second) => void navigate(hrefAt(second))}
    />
  );
}
