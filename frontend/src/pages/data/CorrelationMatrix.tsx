import { useMemo, useState, type CSSProperties, type KeyboardEvent } from 'react';
import type { DataCorrelation, DataCorrelations } from '../../api/types';
import { count } from '../../format/numbers';
import { gridTarget } from '../../keys/gridTarget';
import { pairSentence } from './words';
import styles from './CorrelationMatrix.module.css';

/** Rows of the matrix; of more, those of the strongest pairs are shown. */
const MOST = 60;
/** Up to so many rows there is room for a number in every cell. */
const WITH_NUMBERS = 12;

/**
 * φ of every two attributes as a table of colours, in the order in which they cluster. One cell is
 * in the tab order; arrows lead on, and what a cell says stands above.
 */
export function CorrelationMatrix({ found }: { found: DataCorrelations }) {
  const shown = useMemo(() => shownRows(found), [found]);
  const pairs = useMemo(
    () => new Map(found.pairs.map((pair) => [`${pair.a}/${pair.b}`, pair])),
    [found],
  );
  const [at, setAt] = useState(1);
  const [told, setTold] = useState<number | null>(null);
  const size = shown.length;
  if (size < 2) {
    return (
      <p>
        There are no two attributes to compare:{' '}
        {found.leftOut.length > 0
          ? `${count(found.leftOut.length)} of those that are known had to be left out, listed below with the reasons.`
          : 'nothing else is known of these pictures.'}
      </p>
    );
  }
  const pairAt = (cell: number) => {
    const [row, column] = [shown[Math.floor(cell / size)]!, shown[cell % size]!];
    return pairs.get(`${Math.min(row, column)}/${Math.max(row, column)}`);
  };
  const tell = (cell: number) => {
    const pair = pairAt(cell);
    if (pair) return pairSentence(pair, found);
    const one = found.indicators[shown[cell % size]!]!;
    return `${one.name}: in ${count(one.pictures)} of ${count(one.known)} pictures.`;
  };
  const onKey = (event: KeyboardEvent<HTMLTableElement>) => {
    const to = gridTarget(event.key, at, size * size, size);
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setAt(to);
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
  };
  const current = told ?? at;
  return (
    <div className={styles.matrix}>
      <p className={styles.told}>{tell(current)}</p>
      <div className={styles.scroll}>
        <table
          role="grid"
          aria-label={`Correlations of ${size} attributes, φ from −1 to 1`}
          data-numbers={size <= WITH_NUMBERS}
          onKeyDown={onKey}
          onMouseLeave={() => setTold(null)}
        >
          <thead>
            <tr>
              <td />
              {shown.map((index, column) => (
                <th key={index} scope="col" data-current={column === current % size}>
                  <span>{found.indicators[index]!.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((index, row) => (
              <tr key={index}>
                <th scope="row" data-current={row === Math.floor(current / size)}>
                  {found.indicators[index]!.name}
                </th>
                {shown.map((other, column) => {
                  const cell = row * size + column;
                  return (
                    <Cell
                      key={other}
                      pair={pairAt(cell)}
                      cell={cell}
                      label={tell(cell)}
                      reachable={cell === at}
                      onPoint={setTold}
                      onFocus={(focused) => {
                        setAt(focused);
                        setTold(null);
                      }}
                    />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
      {found.indicators.length > size && (
        <p className={styles.note}>
          {count(size)} of {count(found.indicators.length)} are shown: those of the strongest pairs.
        </p>
      )}
    </div>
  );
}

function Cell({
  pair,
  cell,
  label,
  reachable,
  onPoint,
  onFocus,
}: {
  pair: DataCorrelation | undefined;
  cell: number;
  label: string;
  reachable: boolean;
  onPoint: (cell: number) => void;
  onFocus: (cell: number) => void;
}) {
  const value = pair?.phi ?? null;
  const kind =
    pair === undefined ? 'self' : value === null ? 'unknown' : value < 0 ? 'minus' : 'plus';
  return (
    <td
      role="gridcell"
      data-cell={cell}
      data-kind={kind}
      style={{ '--strength': Math.abs(value ?? 0) } as CSSProperties}
      tabIndex={reachable ? 0 : -1}
      aria-label={label}
      onMouseEnter={() => onPoint(cell)}
      onFocus={() => onFocus(cell)}
    >
      {value !== null && <span aria-hidden="true">{inCell(value)}</span>}
    </td>
  );
}

/** Two digits, without the nought that all have: `−.41`. */
function inCell(value: number): string {
  return value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^(−?)0/, '$1');
}

function Legend() {
  return (
    <p className={styles.legend}>
      <span>−1 exclude each other</span>
      <i aria-hidden="true" />
      <span>+1 go together</span>
      <span>
        <b aria-hidden="true" /> too few pictures
      </span>
    </p>
  );
}

function shownRows({ indicators, strongest, pairs }: DataCorrelations): number[] {
  const all = indicators.map((_, index) => index);
  if (all.length <= MOST) return all;
  const strength = new Map<number, number>();
  for (const { a, b, phi: value } of [...strongest, ...pairs]) {
    for (const index of [a, b]) {
      strength.set(index, Math.max(strength.get(index) ?? 0, Math.abs(value ?? 0)));
    }
  }
  const kept = [...all].sort((x, y) => strength.get(y)! - strength.get(x)!).slice(0, MOST);
  return kept.sort((x, y) => x - y);
}
