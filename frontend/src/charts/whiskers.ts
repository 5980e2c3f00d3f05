import type { ChartType, Plugin } from 'chart.js';

/** What `whiskers` draws over a line chart. */
export interface WhiskerOptions {
  /** For each line the low and high end of each value's interval; null for a line without. */
  ranges?: readonly (readonly (readonly [number, number] | null)[] | null)[];
}

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> {
    whiskers?: WhiskerOptions;
  }
}

const CAP = 3;

/** Draws an upright whisker over each value of a line that has intervals. */
export const whiskers: Plugin<'line', WhiskerOptions> = {
  id: 'whiskers',
  beforeDatasetsDraw(chart, _args, { ranges }) {
    const { ctx, data, scales } = chart;
    const y = scales.y;
    if (!y || !ranges) return;
    ctx.save();
    ctx.lineWidth = 1;
    ranges.forEach((line, index) => {
      if (!line) return;
      const marks = chart.getDatasetMeta(index).data;
      ctx.strokeStyle = String(data.datasets[index]?.borderColor ?? 'currentColor');
      line.forEach((range, at) => {
        const mark = marks[at];
        if (!range || !mark) return;
        const ends = range.map((end) => y.getPixelForValue(end));
        ctx.beginPath();
        ctx.moveTo(mark.x, ends[0]!);
        ctx.lineTo(mark.x, ends[1]!);
        for (const end of ends) {
          ctx.moveTo(mark.x - CAP, end);
          ctx.lineTo(mark.x + CAP, end);
        }
        ctx.stroke();
      });
    });
    ctx.restore();
  },
};
