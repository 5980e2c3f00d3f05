/** Where the cells of a matrix are, in pixels. */
export interface MatrixLayout {
  /** Width of the names of rows, on the left of the cells. */
  readonly left: number;
  /** Height of the names of columns, above the cells. */
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Of all cells with names: what is scrolled over. */
  readonly width: number;
  readonly height: number;
}

const NARROWEST = 15;
const WIDEST = 52;

/** Cells from which on there is room for a number in each. */
export const WITH_NUMBER = 30;

/** Cells from which on there is room for a sign before it. */
export const WITH_MARK = 44;

/** Lays a matrix out in a given width. */
export function matrixLayout(
  width: number,
  rows: readonly string[],
  columns: readonly string[],
): MatrixLayout {
  const left = Math.min(width < 600 ? 92 : 168, room(rows));
  const fitting = Math.floor((width - left) / Math.max(1, columns.length));
  const cellWidth = Math.max(NARROWEST, Math.min(WIDEST, fitting));
  const cellHeight = 20;
  const top = Math.min(120, room(columns));
  return {
    left,
    top,
    cellWidth,
    cellHeight,
    width: left + columns.length * cellWidth,
    height: top + rows.length * cellHeight,
  };
}

/** About as much as the longest name needs. */
function room(names: readonly string[]): number {
  return 22 + 6.4 * names.reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** The cell at a place of what is seen; null beside the cells. */
export function cellAt(
  layout: MatrixLayout,
  x: number,
  y: number,
  scrolled: { x: number; y: number },
  rows: number,
  columns: number,
): { row: number; column: number } | null {
  if (x < layout.left || y < layout.top) return null;
  const column = Math.floor((x + scrolled.x - layout.left) / layout.cellWidth);
  const row = Math.floor((y + scrolled.y - layout.top) / layout.cellHeight);
  return row < rows && column < columns ? { row, column } : null;
}

/** How far one has to scroll so that a cell is in sight. */
export function scrolledTo(
  layout: MatrixLayout,
  { row, column }: { row: number; column: number },
  scrolled: { x: number; y: number },
  seen: { width: number; height: number },
): { x: number; y: number } {
  const along = (at: number, size: number, from: number, room: number) =>
    Math.max(at + size - room, Math.min(from, at));
  return {
    x: along(
      column * layout.cellWidth,
      layout.cellWidth,
      scrolled.x,
      Math.max(layout.cellWidth, seen.width - layout.left),
    ),
    y: along(
      row * layout.cellHeight,
      layout.cellHeight,
      scrolled.y,
      Math.max(layout.cellHeight, seen.height - layout.top),
    ),
  };
}
