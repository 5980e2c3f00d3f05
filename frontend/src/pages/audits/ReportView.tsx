import { count } from '../../format/numbers';
import { DataTable } from '../../ui/Section';
import type { Cell, Figure, Report, ReportTable } from './report';
import layout from '../../ui/layout.module.css';
import styles from './AuditsPage.module.css';

/** A report: findings first, then its sections with tables and pictures. */
export function ReportView({
  report,
  pictureUrl,
}: {
  report: Report;
  pictureUrl: (artifact: string) => string;
}) {
  return (
    <article className={styles.report} aria-label={report.title}>
      <ul className={styles.findings}>
        {report.findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
      {report.sections.map((section) => (
        <section key={section.title}>
          <h3>{section.title}</h3>
          {section.text.split(/\n\s*\n/).map((paragraph) => (
            <p key={paragraph} className={styles.paragraph}>
              {paragraph}
            </p>
          ))}
          {section.tables.map((table) => (
            <FigureTable key={table.name} table={table} />
          ))}
          <div className={styles.pictures}>
            {section.pictures.map(({ caption, artifact }) => (
              <figure key={artifact + caption}>
                <img src={pictureUrl(artifact)} alt={caption} loading="lazy" />
                <figcaption className={layout.quiet}>{caption}</figcaption>
              </figure>
            ))}
          </div>
        </section>
      ))}
    </article>
  );
}

function FigureTable({ table: { caption, columns, rows } }: { table: ReportTable }) {
  const number = (column: number) => rows.some((row) => !('text' in row[column]!));
  return (
    <>
      <p className={layout.quiet}>{caption}</p>
      <DataTable
        label={caption}
        head={columns.map(({ title }, column) => (number(column) ? `${title}#` : title))}
      >
        {rows.map((row, place) => (
          <tr key={place}>
            {row.map((cell, column) => (
              <td key={column} data-number={number(column)}>
                <CellWords cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </>
  );
}

function CellWords({ cell }: { cell: Cell }) {
  if ('text' in cell) return cell.text;
  if ('count' in cell) return count(cell.count);
  return <FigureWords figure={cell} />;
}

/** Value, interval, and how many it is over: `0.870 (0.851 to 0.889), n 300`. */
function FigureWords({ figure: { value, low, high, n, why } }: { figure: Figure }) {
  if (value === null) {
    return (
      <>
        –<small className={styles.interval}>{why ?? 'no value'}</small>
      </>
    );
  }
  return (
    <>
      {value.toFixed(3)}
      <small className={styles.interval}>
        {low !== null && high !== null && `${low.toFixed(3)} to ${high.toFixed(3)}, `}n {count(n)}
      </small>
    </>
  );
}
