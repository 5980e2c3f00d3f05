import type { ActiveElement, Chart, ChartEvent } from 'chart.js';

/** Index of the value at the place of a click, looked for along one axis; -1 where there is none. */
export function indexAt(chart: Chart, event: ChartEvent, axis: 'x' | 'y'): number {
  if (!event.native) return -1;
  const mode = { axis, intersect: false };
  return chart.getElementsAtEventForMode(event.native, 'index', mode, false)[0]?.index ?? -1;
}

/** Makes the pointer a hand over values that lead somewhere. */
export function pointing(leads: (index: number) => boolean) {
  return (_event: ChartEvent, elements: ActiveElement[], chart: Chart) => {
    const index = elements[0]?.index;
    chart.canvas.style.cursor = index !== undefined && leads(index) ? 'pointer' : '';
  };
}
