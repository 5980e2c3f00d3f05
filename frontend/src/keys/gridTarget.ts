/**
 * Where a key leads from place `at` in a grid that is read line by line; null when it leads nowhere.
 * `page` is the number of places that Page Up and Page Down go, when they mean anything.
 */
export function gridTarget(
  key: string,
  at: number,
  count: number,
  columns: number,
  page = 0,
): number | null {
  if (page > 0 && key === 'PageDown') return Math.min(at + page, count - 1);
  if (page > 0 && key === 'PageUp') return Math.max(at - page, 0);
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || to < 0 || to >= count ? null : to;
}
