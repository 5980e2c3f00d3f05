/** Elements that the grid may have, however many images there are. */
export const MOST_NODES = 290;
/** Elements of one card: link, picture, attention map, two texts. */
const CARD_NODES = 5;
/** Rows drawn above and below what is seen, and the one with the focus. */
const SPARE_ROWS = 3;
/** Browsers draw nothing beyond some tens of millions of pixels. */
const MOST_PIXELS = 15_000_000;
const SMALLEST_CARD = 138;
/** Pixels between cards. */
export const GAP = 8;
/** Pixels by which a card is higher than wide: three lines under a square picture. */
export const CAPTION = 53;

/** How cards lie in a grid, in pixels. */
export interface GridLayout {
  readonly columns: number;
  /** Height of a row with the gap below it. */
  readonly rowHeight: number;
  readonly rows: number;
  /** Rows that are seen at once. */
  readonly seen: number;
  /** Images that have a place; fewer than there are when the grid would grow beyond all bounds. */
  readonly places: number;
}

/** As many columns as fit, but no more than the number of elements allows. */
export function layOut(width: number, height: number, total: number): GridLayout {
  let columns = Math.max(2, Math.floor((width + GAP) / (SMALLEST_CARD + GAP)));
  let rowHeight = rowHeightOf(width, columns);
  while (columns > 1 && nodes(columns, rowHeight, height) > MOST_NODES) {
    columns -= 1;
    rowHeight = rowHeightOf(width, columns);
  }
  const rows = Math.min(Math.ceil(total / columns), Math.floor(MOST_PIXELS / rowHeight));
  const seen = Math.max(1, Math.floor(height / rowHeight));
  return { columns, rowHeight, rows, seen, places: Math.min(total, rows * columns) };
}

function rowHeightOf(width: number, columns: number): number {
  return Math.floor((width - GAP * (columns - 1)) / columns) + CAPTION + GAP;
}

function nodes(columns: number, rowHeight: number, height: number): number {
  return (Math.ceil(height / rowHeight) + 1 + SPARE_ROWS) * columns * CARD_NODES;
}
