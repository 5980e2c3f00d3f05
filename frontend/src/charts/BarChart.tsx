import type { ChartData, ChartOptions } from 'chart.js';
import './register';
import { Chart } from 'react-chartjs-2';
import { useNavigate, type NavigateFunction } from 'react-router';
import { ChartFigure, type Key, type Table } from './ChartFigure';
import type { Csv } from './csv';
import { indexAt, pointing } from './pointer';
import { useChartColors, type ChartColors } from './useChartColors';

/** One horizontal bar. */
export interface Bar {
  /** One line or more. */
  readonly label: readonly string[];
  readonly value: number;
  readonly range?: readonly [number, number];
  readonly tone: 'accent' | 'wrong' | 'reference';
  /** What is said of it when it is pointed at. */
  readonly told: string;
  /** Where a click on it leads: to what is behind it. */
  readonly href?: string;
}

/** Named values as horizontal bars, with intervals and a value to compare them with. */
export function BarChart({
  title,
  summary,
  bars,
  keys,
  table,
  csv,
  format,
  max,
  reference = null,
  empty,
}: {
  title: string;
  summary: string;
  bars: readonly Bar[];
  keys?: readonly Key[];
  table: Table;
  csv: Csv;
  format: (value: number) => string;
  max?: number;
  reference?: number | null;
  empty: string;
}) {
  const colors = useChartColors();
  const navigate = useNavigate();
  return (
    <ChartFigure
      title={title}
      summary={summary}
      keys={keys}
      table={table}
      csv={csv}
      empty={bars.length === 0 ? empty : null}
    >
      <Chart
        type="bar"
        aria-label={`${title}. ${summary}`}
        data={barData(bars, colors)}
        options={barOptions(bars, format, max, reference, colors, navigate)}
      />
    </ChartFigure>
  );
}

function barData(bars: readonly Bar[], colors: ChartColors): ChartData<'bar'> {
  return {
    labels: bars.map((bar) => [...bar.label]),
    datasets: [
      {
        data: bars.map((bar) => bar.value),
        backgroundColor: bars.map((bar) => colors[bar.tone]),
        borderRadius: 2,
        maxBarThickness: 20,
        categoryPercentage: 0.85,
      },
    ],
  };
}

function barOptions(
  bars: readonly Bar[],
  format: (value: number) => string,
  max: number | undefined,
  reference: number | null,
  colors: ChartColors,
  navigate: NavigateFunction,
): ChartOptions<'bar'> {
  const ranges = bars.flatMap((bar) => (bar.range ? [bar.range] : []));
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: 'y',
    interaction: { mode: 'index', axis: 'y', intersect: false },
    onHover: pointing((index) => bars[index]?.href !== undefined),
    onClick: (event, _elements, chart) => {
      const href = bars[indexAt(chart, event, 'y')]?.href;
      if (href) void navigate(href);
    },
    scales: {
      x: {
        beginAtZero: true,
        max,
        grid: { color: colors.grid },
        border: { display: false },
        ticks: {
          color: colors.muted,
          maxTicksLimit: 6,
          callback: (value) => format(Number(value)),
        },
      },
      y: {
        grid: { display: false },
        border: { color: colors.grid },
        ticks: { color: colors.ink, autoSkip: false, font: { size: 11 } },
      },
    },
    plugins: {
      tooltip: { callbacks: { label: (item) => bars[item.dataIndex]?.told ?? '' } },
      intervals: {
        ranges: ranges.length === bars.length ? ranges : undefined,
        reference,
        color: colors.ink,
        referenceColor: colors.muted,
      },
    },
  };
}
