import { lazy, Suspense } from 'react';
import { useLive } from '../../live/useLive';
import { count } from '../../format/numbers';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Skeleton';
import { Workers } from './Workers';
import styles from './LivePage.module.css';

const RejectChart = lazy(async () => ({ default: (await import('./RejectChart')).RejectChart }));

/** The page before the first image: it says how to send some, and what became of those rejected. */
export function NoImages() {
  const workers = useLive((view) => view.live.workers);
  const rejects = useLive((view) => view.live.rejects);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Live</h1>
      </header>
      <Notice title="No image has been scored yet">
        <p>Telltale is running and waits for images. Send it those of a folder:</p>
        <pre tabIndex={0}>./telltale produce DIR</pre>
        <p>They appear here as soon as the first one is scored. You need not reload the page.</p>
        {rejects.total > 0 && (
          <p>
            <strong>{count(rejects.total)} events came in and were rejected.</strong> The reasons
            are below.
          </p>
        )}
        {workers.length === 0 && <p>No worker has reported: nothing can be scored without one.</p>}
      </Notice>
      <div className={styles.few}>
        {rejects.total > 0 && (
          <Suspense fallback={<Skeleton height={248} />}>
            <RejectChart rejects={rejects} />
          </Suspense>
        )}
        {workers.length > 0 && <Workers workers={workers} />}
      </div>
    </div>
  );
}
