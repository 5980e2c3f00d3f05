import type { ChartData, ChartOptions, TooltipItem } from 'chart.js';
import './register';
import { Chart } from 'react-chartjs-2';
import { ChartFigure, type Key, type Table } from './ChartFigure';
import { indexAt, pointing } from './pointer';
import { useChartColors, type ChartColors } from './useChartColors';

/** A value along the axis; null where there was none. */
export interface Line extends Key {
  readonly values: readonly (number | null)[];
  /** The low and high end of each value's interval. */
  readonly ranges?: readonly (readonly [number, number] | null)[];
  readonly filled?: boolean;
}

/** What lines run along. */
export interface Axis {
  /** Name of its column in a file, and in the table. */
  readonly name: string;
  /** Ascending, one for each value of every line. */
  readonly at: readonly number[];
  /** What is drawn; values before it are in the table and the file only. */
  readonly from: number;
  readonly to: number;
  /** Distance of ticks. */
  readonly step: number;
  readonly tick: (at: number) => string;
  /** A place as the table and the tooltip have it. */
  readonly told: (at: number) => string;
  /** A place as a file has it. */
  readonly exported: (at: number) => string | number;
}

/** Values as lines along an axis. */
export function LineChart({
  title,
  summary,
  axis,
  lines,
  format,
  max,
  onPoint,
  hrefAt,
  points = false,
  growing = false,
  fromZero = true,
  empty,
}: {
  title: string;
  summary: string;
  axis: Axis;
  lines: readonly Line[];
  format: (value: number) => string;
  /** Upper end of the scale, when it has a natural one. */
  max?: number;
  /** What a click on the values of a place does. */
  onPoint?: (at: number) => void;
  /** Where the table leads from a place: to what is behind its values. */
  hrefAt?: (at: number) => string;
  /** Whether each value is marked, where values are few. */
  points?: boolean;
  /** Whether the newest values may still change: they are drawn hollow. */
  growing?: boolean;
  /** Whether the scale begins at 0, also where all values are far above. */
  fromZero?: boolean;
  empty: string;
}) {
  const colors = useChartColors();
  const nothing = lines.every((line) => line.values.every((value) => value === null));
  return (
    <ChartFigure
      title={title}
      summary={nothing ? '' : summary}
      keys={lines}
      table={lineTable(axis, lines, format, hrefAt)}
      csv={{
        head: [
          axis.name.toLowerCase(),
          ...lines.flatMap(({ name, ranges }) =>
            ranges ? [name, `${name} low`, `${name} high`] : [name],
          ),
        ],
        rows: axis.at.map((at, index) => [
          axis.exported(at),
          ...lines.flatMap(({ values, ranges }) => [
            values[index] ?? null,
            ...(ranges ? (ranges[index] ?? [null, null]) : []),
          ]),
        ]),
      }}
      empty={nothing ? empty : null}
    >
      <Chart
        type="line"
        aria-label={`${title}. ${summary}`}
        data={lineData(axis, lines, colors, points, growing)}
        options={lineOptions(axis, lines, format, { max, fromZero }, colors, onPoint)}
      />
    </ChartFigure>
  );
}

function lineData(
  { at, from }: Axis,
  lines: readonly Line[],
  colors: ChartColors,
  marked: boolean,
  growing: boolean,
): ChartData<'line', { x: number; y: number | null }[]> {
  const drawn = at.map((x, index) => ({ x, index })).filter(({ x }) => x >= from);
  const last = drawn.length - 1;
  const radius = drawn.length === 1 ? 3 : marked ? 2.5 : 0;
  return {
    datasets: lines.map((line) => ({
      label: line.name,
      data: drawn.map(({ x, index }) => ({ x, y: line.values[index] ?? null })),
      borderColor: colors[line.tone],
      backgroundColor: line.filled ? colors.accentSoft : colors[line.tone],
      borderDash: line.dashed ? [5, 4] : [],
      borderWidth: line.tone === 'reference' ? 1.5 : 2,
      fill: line.filled ? 'origin' : false,
      pointRadius: growing ? drawn.map((_, index) => (index === last ? 4 : radius)) : radius,
      ...(growing && {
        pointBackgroundColor: drawn.map((_, index) =>
          index === last ? colors.surface : colors[line.tone],
        ),
      }),
      pointHitRadius: 8,
      // Marks at both ends would be cut in half.
      ...(marked && { clip: 6 }),
    })),
  };
}

function lineOptions(
  { at, from, to, step, tick, told }: Axis,
  lines: readonly Line[],
  format: (value: number) => string,
  scale: { max: number | undefined; fromZero: boolean },
  colors: ChartColors,
  onPoint: ((at: number) => void) | undefined,
): ChartOptions<'line'> {
  const drawn = at.filter((x) => x >= from);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'index', intersect: false },
    onHover: pointing(() => onPoint !== undefined),
    onClick: (event, _elements, chart) => {
      const place = drawn[indexAt(chart, event, 'x')];
      if (place !== undefined) onPoint?.(place);
    },
    scales: {
      x: {
        type: 'linear',
        min: from,
        max: to,
        grid: { display: false },
        border: { color: colors.grid },
        ticks: {
          color: colors.muted,
          stepSize: step,
          includeBounds: false,
          maxRotation: 0,
          autoSkipPadding: 12,
          callback: (value) => tick(Number(value)),
        },
      },
      y: {
        beginAtZero: scale.fromZero,
        max: scale.max,
        // A whisker is not cut off.
        suggestedMin: Math.min(
          ...lines.flatMap(({ ranges }) => ranges?.map((r) => r?.[0] ?? Infinity) ?? []),
        ),
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
          title: (items: TooltipItem<'line'>[]) => told(items[0]?.parsed.x ?? 0),
          label: (item) => `${item.dataset.label}: ${format(item.parsed.y ?? 0)}`,
        },
      },
      whiskers: {
        ranges: lines.map(({ ranges }) => ranges?.filter((_, index) => at[index]! >= from) ?? null),
      },
    },
  };
}

function lineTable(
  { name, at, told }: Axis,
  lines: readonly Line[],
  format: (value: number) => string,
  hrefAt: ((at: number) => string) | undefined,
): Table {
  const cell = ({ values, ranges }: Line, index: number) => {
    const [value, range] = [values[index], ranges?.[index]];
    if (value == null) return '–';
    return range ? `${format(value)} (${range.map(format).join(' to ')})` : format(value);
  };
  return {
    head: [name, ...lines.map((line) => line.name)],
    rows: at.map((x, index) => [told(x), ...lines.map((line) => cell(line, index))]).reverse(),
    ...(hrefAt && { links: at.map(hrefAt).reverse() }),
  };
}
