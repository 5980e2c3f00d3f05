import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useChartColors } from '../../charts/useChartColors';
import { gridTarget } from '../../keys/gridTarget';
import { useSize } from '../../ui/useSize';
import { drawMatrix } from './drawMatrix';
import { cellColors } from './matrixColors';
import { cellAt, matrixLayout, scrolledTo } from './matrixLayout';
import { MatrixLegend } from './MatrixLegend';
import styles from './Matrix.module.css';

/**
 * Values of rows and columns as colours, of which only what is in sight is drawn. What the cell says
 * that is pointed at, or that arrows lead to, stands above; Enter or a click opens it.
 */
export function Matrix({
  label,
  rows,
  columns,
  valueAt,
  short,
  mark,
  tell,
  most,
  unit = '',
  onOpen,
}: {
  label: string;
  rows: readonly string[];
  columns: readonly string[];
  valueAt: (row: number, column: number) => number | null;
  /** A value as it stands in a cell that has room for it. */
  short: (value: number) => string;
  /** A sign in a cell that says of its value what no colour says; it is there without room too. */
  mark?: (row: number, column: number) => string;
  /** What a cell says in words. */
  tell: (row: number, column: number) => string;
  /** The value that has the full colour. */
  most: number;
  /** What follows a value in the legend: ` points`. */
  unit?: string;
  onOpen?: (row: number, column: number) => void;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const told = useId();
  const [at, setAt] = useState(0);
  const [pointed, setPointed] = useState<{ row: number; column: number } | null>(null);
  const seen = useSize(scroll);
  const colors = useChartColors();
  const layout = useMemo(
    () => matrixLayout(seen.width, rows, columns),
    [seen.width, rows, columns],
  );
  const chosen = Math.min(at, rows.length * columns.length - 1);
  const place = { row: Math.floor(chosen / columns.length), column: chosen % columns.length };
  // Rows may have gone since.
  const there = pointed && pointed.row < rows.length && pointed.column < columns.length;
  const current = there ? pointed : place;

  const draw = useCallback(() => {
    const [box, picture] = [scroll.current, canvas.current];
    const context = picture?.getContext('2d');
    if (!box || !picture || !context) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(seen.width * ratio), Math.round(seen.height * ratio)];
    // To set a size clears the canvas and is slow.
    if (picture.width !== width) picture.width = width;
    if (picture.height !== height) picture.height = height;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(box);
    const [plus, minus] = ['--plus', '--minus'].map((name) => style.getPropertyValue(name));
    const color = cellColors(
      plus!,
      minus!,
      colors.grid,
      most,
      Number.parseFloat(style.getPropertyValue('--cap')) / 100,
    );
    drawMatrix(
      context,
      { rows, columns, valueAt, short, mark, color, ...colors, font: style.fontFamily },
      layout,
      { x: box.scrollLeft, y: box.scrollTop },
      seen,
      current,
    );
  }, [
    rows,
    columns,
    valueAt,
    short,
    mark,
    most,
    colors,
    layout,
    seen,
    current.row,
    current.column,
  ]);
  useLayoutEffect(draw, [draw]);
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    let frame = 0;
    const onScroll = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => latest.current());
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      box.removeEventListener('scroll', onScroll);
    };
  }, []);

  const under = (event: PointerEvent | MouseEvent) => {
    const box = scroll.current!;
    const { left, top } = box.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    if (x > seen.width || y > seen.height) return null;
    const scrolled = { x: box.scrollLeft, y: box.scrollTop };
    return cellAt(layout, x, y, scrolled, rows.length, columns.length);
  };
  const point = (cell: { row: number; column: number } | null) =>
    setPointed((old) => (old?.row === cell?.row && old?.column === cell?.column ? old : cell));
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') return onOpen?.(place.row, place.column);
    const page = columns.length * Math.floor((seen.height - layout.top) / layout.cellHeight);
    const to = gridTarget(event.key, chosen, rows.length * columns.length, columns.length, page);
    if (to === null) return;
    event.preventDefault();
    setPointed(null);
    setAt(to);
    const box = scroll.current!;
    const next = scrolledTo(
      layout,
      { row: Math.floor(to / columns.length), column: to % columns.length },
      { x: box.scrollLeft, y: box.scrollTop },
      seen,
    );
    box.scrollLeft = next.x;
    box.scrollTop = next.y;
  };
  return (
    <div className={styles.matrix}>
      <p id={told} className={styles.told} aria-live="polite">
        {tell(current.row, current.column)}
      </p>
      <MatrixLegend ends={[short(-most), short(most)]} unit={unit} />
      <div
        ref={scroll}
        className={styles.scroll}
        style={{ height: layout.height + 14 }}
        // Screen readers leave the arrows to it; what they lead to is read out from above.
        role="application"
        aria-roledescription="matrix"
        aria-label={label}
        aria-describedby={told}
        data-testid="matrix"
        data-opens={onOpen !== undefined}
        tabIndex={0}
        onKeyDown={onKey}
        onPointerMove={(event) => point(under(event))}
        onPointerLeave={() => point(null)}
        onClick={(event) => {
          const cell = under(event);
          if (!cell) return;
          setAt(cell.row * columns.length + cell.column);
          onOpen?.(cell.row, cell.column);
        }}
      >
        <div className={styles.sheet} style={{ width: layout.width, height: layout.height }}>
          <canvas
            ref={canvas}
            className={styles.canvas}
            style={{ width: seen.width, height: seen.height }}
            aria-hidden="true"
          />
        </div>
      </div>
    </div>
  );
}
