import type { ChartType, Plugin } from 'chart.js';

/** What `intervals` draws over a horizontal bar chart. */
export interface IntervalOptions {
  /** The low and high end of each bar's interval. */
  ranges?: readonly (readonly [number, number])[];
  /** Where a dashed line crosses the whole chart. */
  reference?: number | null;
  color?: string;
  referenceColor?: string;
}

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    intervals?: IntervalOptions;
  }
}

const CAP = 4;

/** Draws a whisker over each horizontal bar, and a dashed line for a value to compare with. */
export const intervals: Plugin<'bar', IntervalOptions> = {
  id: 'intervals',
  afterDatasetsDraw(chart, _args, options) {
    const x = chart.scales.x;
    const bars = chart.getDatasetMeta(0).data;
    if (!x || !options.ranges) return;
    const { ctx, chartArea } = chart;
    ctx.save();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = options.color ?? 'currentColor';
    options.ranges.forEach(([low, high], index) => {
      const bar = bars[index];
      if (!bar) return;
      const from = x.getPixelForValue(low);
      const to = x.getPixelForValue(high);
      ctx.beginPath();
      ctx.moveTo(from, bar.y);
      ctx.lineTo(to, bar.y);
      for (const end of [from, to]) {
        ctx.moveTo(end, bar.y - CAP);
        ctx.lineTo(end, bar.y + CAP);
      }
      ctx.stroke();
    });
    if (options.reference != null) {
      const at = x.getPixelForValue(options.reference);
      ctx.setLineDash([5, 4]);
      ctx.strokeStyle = options.referenceColor ?? 'currentColor';
      ctx.beginPath();
      ctx.moveTo(at, chartArea.top);
      ctx.lineTo(at, chartArea.bottom);
      ctx.stroke();
    }
    ctx.restore();
  },
};
