import { useState } from 'react';
import type { ImageDetail } from '../../api/types';
import { toCsv } from '../../charts/csv';
import { Button } from '../../ui/Button';
import { download } from '../../ui/download';
import pageStyles from './ImagePage.module.css';
import styles from './AttentionMap.module.css';

type Attention = ImageDetail['attention'];

/** The attention map at its own size, as shades or as numbers. */
export function AttentionMap({ attention }: { attention: Attention }) {
  const [asTable, setAsTable] = useState(false);
  const rows = rowsOf(attention);
  return (
    <section className={pageStyles.panel} aria-labelledby="attention">
      <header className={styles.head}>
        <h3 id="attention">
          Attention, {attention.height}&nbsp;×&nbsp;{attention.width}
        </h3>
        <Button
          className={styles.toggle}
          aria-label="Attention as CSV"
          onClick={() => download('telltale-attention.csv', 'text/csv', csvOf(rows))}
        >
          CSV
        </Button>
        <Button
          className={styles.toggle}
          aria-pressed={asTable}
          aria-label="Attention as a table"
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </Button>
      </header>
      {asTable ? <Numbers rows={rows} /> : <Shades attention={attention} />}
      <p className={styles.note}>GradCAM of the predicted class, scaled to 0–1.</p>
    </section>
  );
}

function Shades({ attention }: { attention: Attention }) {
  return (
    <div
      className={styles.shades}
      role="img"
      aria-label={`Attention map. ${describe(attention)}`}
      style={{ gridTemplateColumns: `repeat(${attention.width}, 1fr)` }}
    >
      {attention.values.map((value, index) => (
        <span key={index} style={{ opacity: value }} />
      ))}
    </div>
  );
}

function Numbers({ rows }: { rows: readonly (readonly number[])[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Attention, values">
      <table>
        <tbody>
          {rows.map((row, y) => (
            <tr key={y}>
              {row.map((value, x) => (
                <td key={x}>{value.toFixed(2)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function csvOf(rows: readonly (readonly number[])[]): string {
  return toCsv({ head: rows[0]?.map((_, x) => `x${x}`) ?? [], rows });
}

function rowsOf({ width, height, values }: Attention): number[][] {
  return Array.from({ length: height }, (_, y) => values.slice(y * width, (y + 1) * width));
}

/** Where a map is strongest, in words. */
export function describe({ width, height, values }: Attention): string {
  const strongest = values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), 0);
  if ((values[strongest] ?? 0) === 0) return 'It is zero everywhere.';
  const row = Math.floor(strongest / width) + 1;
  const column = (strongest % width) + 1;
  const strong = values.filter((value) => value >= 0.5).length;
  return (
    `Strongest in row ${row} of ${height}, column ${column} of ${width}; ` +
    `${strong} of ${values.length} cells reach half of that.`
  );
}
