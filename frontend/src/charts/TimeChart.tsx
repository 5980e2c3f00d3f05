import type { ChartData, ChartOptions, TooltipItem } from 'chart.js';
import './register';
import { Chart } from 'react-chartjs-2';
import { useNavigate } from 'react-router';
import { clock } from '../live/connection';
import { ChartFigure, type Key, type Table } from './ChartFigure';
import { indexAt, pointing } from './pointer';
import { inWindow, tickLabel, tickStep } from './timeAxis';
import { useChartColors, type ChartColors } from './useChartColors';

/** A value over time; null where there was none. */
export interface Line extends Key {
  readonly values: readonly (number | null)[];
  readonly filled?: boolean;
}

/** Values of the seconds in `at`, as lines over the time of day. */
export function TimeChart({
  title,
  summary,
  at,
  lines,
  format,
  max,
  hrefAt,
  empty,
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
  const colors = useChartColors();
  const navigate = useNavigate();
  const nothing = lines.every((line) => line.values.every((value) => value === null));
  return (
    <ChartFigure
      title={title}
      summary={nothing ? '' : summary}
      keys={lines}
      table={timeTable(at, lines, format, hrefAt)}
      csv={{
        head: ['time', ...lines.map((line) => line.name)],
        rows: at.map((second, index) => [
          new Date(second * 1000).toISOString(),
          ...lines.map((line) => line.values[index] ?? null),
        ]),
      }}
      empty={nothing ? empty : null}
    >
      <Chart
        type="line"
        aria-label={`${title}. ${summary}`}
        data={timeData(at, lines, colors)}
        options={timeOptions(at, format, max, colors, (second) => void navigate(hrefAt(second)))}
      />
    </ChartFigure>
  );
}

function timeData(
  at: readonly number[],
  lines: readonly Line[],
  colors: ChartColors,
): ChartData<'line', { x: number; y: number | null }[]> {
  const points = inWindow(at.map((second, index) => ({ at: second, index })));
  return {
    datasets: lines.map((line) => ({
      label: line.name,
      data: points.map((point) => ({ x: point.at, y: line.values[point.index] ?? null })),
      borderColor: colors[line.tone],
      backgroundColor: line.filled ? colors.accentSoft : colors[line.tone],
      borderDash: line.dashed ? [5, 4] : [],
      borderWidth: line.tone === 'reference' ? 1.5 : 2,
      fill: line.filled ? 'origin' : false,
      pointRadius: points.length === 1 ? 3 : 0,
      pointHitRadius: 8,
    })),
  };
}

function timeOptions(
  at: readonly number[],
  format: (value: number) => string,
  max: number | undefined,
  colors: ChartColors,
  onPoint: (second: number) => void,
): ChartOptions<'line'> {
  const window = inWindow(at.map((second) => ({ at: second })));
  const from = window[0]?.at ?? 0;
  const to = window.at(-1)?.at ?? from + 1;
  const step = tickStep(to - from);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'index', intersect: false },
    onHover: pointing(() => true),
    onClick: (event, _elements, chart) => {
      const point = window[indexAt(chart, event, 'x')];
      if (point) onPoint(point.at);
    },
    scales: {
      x: {
        type: 'linear',
        min: from,
        max: Math.max(to, from + 1),
        grid: { display: false },
        border: { color: colors.grid },
        ticks: {
          color: colors.muted,
          stepSize: step,
          includeBounds: false,
          maxRotation: 0,
          autoSkipPadding: 12,
          callback: (value) => tickLabel(Number(value), step),
        },
      },
      y: {
        beginAtZero: true,
        max,
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.muted,
          maxTicksLimit: 5,
          callback: (value) => format(Number(value)),
        },
      },
    },
    plugins: {
      tooltip: {
        callbacks: {
          title: (items: TooltipItem<'line'>[]) => clock((items[0]?.parsed.x ?? 0) * 1000),
          label: (item) => `${item.dataset.label}: ${format(item.parsed.y ?? 0)}`,
        },
      },
    },
  };
}

function timeTable(
  at: readonly number[],
  lines: readonly Line[],
  format: (value: number) => string,
  hrefAt: (second: number) => string,
): Table {
  const cell = (value: number | null | undefined) => (value == null ? '–' : format(value));
  return {
    head: ['Time', ...lines.map((line) => line.name)],
    rows: at
      .map((second, index) => [
        clock(second * 1000),
        ...lines.map((line) => cell(line.values[index])),
      ])
      .reverse(),
    links: at.map(hrefAt).reverse(),
  };
}
