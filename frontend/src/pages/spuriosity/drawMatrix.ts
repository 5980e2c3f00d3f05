import type { CellColor } from './matrixColors';
import { WITH_MARK, WITH_NUMBER, type MatrixLayout } from './matrixLayout';

/** What is drawn. */
export interface DrawnMatrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly valueAt: (row: number, column: number) => number | null;
  /** A value as it stands in a cell that has room for it. */
  readonly short: (value: number) => string;
  /** A sign in a cell that has a value, before its number or in its place. */
  readonly mark?: ((row: number, column: number) => string) | undefined;
  readonly color: CellColor;
  readonly ink: string;
  readonly muted: string;
  readonly surface: string;
  readonly font: string;
}

/** Draws the part of a matrix that is in sight; the names stay where they are. */
export function drawMatrix(
  context: CanvasRenderingContext2D,
  matrix: DrawnMatrix,
  layout: MatrixLayout,
  scrolled: { x: number; y: number },
  seen: { width: number; height: number },
  current: { row: number; column: number },
): void {
  const { rows, columns, valueAt, short, mark, color, ink, muted, surface, font } = matrix;
  const { left, top, cellWidth, cellHeight } = layout;
  const firstRow = Math.floor(scrolled.y / cellHeight);
  const lastRow = Math.min(
    rows.length - 1,
    Math.floor((scrolled.y + seen.height - top) / cellHeight),
  );
  const firstColumn = Math.floor(scrolled.x / cellWidth);
  const lastColumn = Math.min(
    columns.length - 1,
    Math.floor((scrolled.x + seen.width - left) / cellWidth),
  );
  const xOf = (column: number) => left + column * cellWidth - scrolled.x;
  const yOf = (row: number) => top + row * cellHeight - scrolled.y;
  context.clearRect(0, 0, seen.width, seen.height);
  context.font = `11px ${font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const value = valueAt(row, column);
      const [x, y] = [xOf(column), yOf(row)];
      if (value === null) {
        context.fillStyle = muted;
        context.fillText('×', x + cellWidth / 2, y + cellHeight / 2);
        continue;
      }
      context.fillStyle = color(value);
      context.fillRect(x, y, cellWidth - 1, cellHeight - 1);
      const told = [
        ...(mark ? [mark(row, column)] : []),
        ...(cellWidth >= (mark ? WITH_MARK : WITH_NUMBER) ? [short(value)] : []),
      ].join(' ');
      if (told !== '') {
        context.fillStyle = ink;
        context.fillText(told, x + cellWidth / 2, y + cellHeight / 2);
      }
    }
  }
  if (current.row >= 0) {
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.strokeRect(xOf(current.column), yOf(current.row), cellWidth - 1, cellHeight - 1);
  }
  // Names lie over what has been scrolled under them.
  context.fillStyle = surface;
  context.fillRect(0, 0, seen.width, top - 1);
  context.fillRect(0, 0, left - 1, seen.height);
  context.textAlign = 'left';
  context.save();
  context.beginPath();
  context.rect(0, top, left - 4, seen.height - top);
  context.clip();
  for (let row = firstRow; row <= lastRow; row++) {
    context.fillStyle = row === current.row ? ink : muted;
    const name = fitting(context, rows[row]!, left - 10);
    context.fillText(name, 3, yOf(row) + cellHeight / 2);
  }
  context.restore();
  context.save();
  context.beginPath();
  context.rect(left, 0, seen.width - left, top - 3);
  context.clip();
  for (let column = firstColumn; column <= lastColumn; column++) {
    context.fillStyle = column === current.column ? ink : muted;
    context.save();
    context.translate(xOf(column) + cellWidth / 2, top - 6);
    context.rotate(-Math.PI / 2);
    context.fillText(fitting(context, columns[column]!, top - 10), 0, 0);
    context.restore();
  }
  context.restore();
}

/** A name cut in its middle so that it has room: names often differ in both of their ends. */
function fitting(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  const cut = (kept: number) =>
    `${name.slice(0, Math.ceil(kept / 2))}…${name.slice(name.length - Math.floor(kept / 2))}`;
  let kept = Math.min(name.length - 1, Math.ceil(room / 4));
  while (kept > 1 && context.measureText(cut(kept)).width > room) kept--;
  return cut(kept);
}
