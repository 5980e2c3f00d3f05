import type { ReactNode } from 'react';
import { Button } from './Button';
import { Skeleton } from './Skeleton';
import styles from './Section.module.css';

/** What a section needs to know of the question behind it. */
export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/** A part of the page under its name: loading, failed, old, or whatever it shows. */
export function Section<T>({
  id,
  title,
  asked,
  height,
  children,
}: {
  id: string;
  title: string;
  asked: Asked<T>;
  /** About how high it will be, for the place that is kept while it loads. */
  height: number;
  children: (data: T) => ReactNode;
}) {
  const { data, error, isFetching, refetch } = asked;
  return (
    <section className={styles.section} aria-labelledby={id} aria-busy={!data && !error}>
      <h2 id={id}>{title}</h2>
      {error && (
        <div className={styles.failed} role="alert">
          <p>
            ▲ {data ? 'Old figures: ' : 'Could not be loaded: '}
            {error.message}
          </p>
          <Button onClick={() => void refetch()} disabled={isFetching}>
            Try again
          </Button>
        </div>
      )}
      {data !== undefined ? children(data) : !error && <Skeleton height={height} />}
    </section>
  );
}

/** A table that scrolls sideways by itself when it is too wide. */
export function DataTable({
  label,
  head,
  children,
}: {
  label: string;
  /** Names of the columns; those that hold numbers end in `#`. */
  head: readonly string[];
  children: ReactNode;
}) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((name, column) => (
              <th key={column} scope="col" data-number={name.endsWith('#')}>
                {name.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
