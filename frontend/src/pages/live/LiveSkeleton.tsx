import { Skeleton } from '../../ui/Skeleton';
import styles from './LivePage.module.css';

/** The page while the first figures are on their way, in the shape that they will have. */
export function LiveSkeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <header className={styles.head}>
        <h1>Live</h1>
        <p>Waiting for the first figures…</p>
      </header>
      <Skeleton height={112} />
      <div className={styles.columns}>
        <Skeleton height="100%" />
        <ChartsSkeleton />
      </div>
    </div>
  );
}

/** Places of the charts. */
export function ChartsSkeleton() {
  return (
    <div className={styles.charts}>
      <Skeleton height={300} />
      {[0, 1, 2, 3].map((chart) => (
        <Skeleton key={chart} height={248} />
      ))}
    </div>
  );
}
