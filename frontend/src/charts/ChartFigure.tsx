import { useId, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from '../ui/Button';
import type { Csv } from './csv';
import { CsvButton } from './CsvButton';
import styles from './ChartFigure.module.css';

/** One line of a chart, as its legend shows it. */
export interface Key {
  readonly name: string;
  readonly tone: 'accent' | 'wrong' | 'reference';
  readonly dashed?: boolean;
}

/** The same values as a table. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where each row leads: to what is behind its values. */
  readonly links?: readonly string[];
}

/** A chart with its name, a legend, a sentence that says what it shows, and a table of its values. */
export function ChartFigure({
  title,
  summary,
  keys = [],
  table,
  csv,
  empty,
  children,
}: {
  title: string;
  summary: string;
  keys?: readonly Key[];
  table: Table;
  /** The values that are drawn, for a download. */
  csv: Csv;
  /** Said in place of the chart when there is nothing to draw. */
  empty?: string | null;
  children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <header className={styles.head}>
        <h3 id={id}>{title}</h3>
        <CsvButton
          title={title}
          csv={() => csv}
          className={styles.toggle}
          disabled={Boolean(empty)}
        />
        <Button
          className={styles.toggle}
          aria-pressed={asTable}
          aria-label={`${title} as a table`}
          onClick={() => setAsTable(!asTable)}
        >
          Table
        </Button>
      </header>
      <p className={styles.keys}>
        {keys.map((key) => (
          <span key={key.name} data-tone={key.tone} data-dashed={key.dashed ?? false}>
            <i aria-hidden="true" />
            {key.name}
          </span>
        ))}
      </p>
      <div className={styles.body}>
        {empty ? (
          <p className={styles.empty}>{empty}</p>
        ) : asTable ? (
          <ValueTable title={title} {...table} />
        ) : (
          <div className={styles.canvas}>{children}</div>
        )}
      </div>
      <figcaption className={styles.summary}>{summary}</figcaption>
    </figure>
  );
}

function ValueTable({ title, head, rows, links }: Table & { title: string }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${title}, values`}>
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row[0]}>
              {row.map((value, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    {links?.[index] ? <Link to={links[index]}>{value}</Link> : value}
                  </th>
                ) : (
                  <td key={column}>{value}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
