import { useMemo } from 'react';
import { useTheme } from '../theme/useTheme';

/** The colours of the theme, for a canvas, which knows no CSS variables. */
export interface ChartColors {
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly wrong: string;
  readonly reference: string;
  readonly surface: string;
}

/** The chart colours of the theme that is shown. */
export function useChartColors(): ChartColors {
  const { shown } = useTheme();
  return useMemo(() => {
    void shown; // The document's colours change with it.
    const style = getComputedStyle(document.documentElement);
    const color = (name: string) => style.getPropertyValue(name).trim() || '#888';
    return {
      ink: color('--ink'),
      muted: color('--muted'),
      grid: color('--grid'),
      accent: color('--accent'),
      accentSoft: color('--accent-soft'),
      wrong: color('--wrong'),
      reference: color('--null'),
      surface: color('--surface'),
    };
  }, [shown]);
}
