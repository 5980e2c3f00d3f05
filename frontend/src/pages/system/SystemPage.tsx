import { lazy, Suspense, useEffect } from 'react';
import { useLive } from '../../live/useLive';
import { Skeleton } from '../../ui/Skeleton';
import { DeadLetters } from './DeadLetters';
import { Declared } from './Declared';
import { Members } from './Members';
import { Topics } from './Topics';
import styles from './SystemPage.module.css';

const RejectChart = lazy(async () => ({
  default: (await import('../live/RejectChart')).RejectChart,
}));

/** What Telltale runs on, and what it could not screen. */
export function SystemPage() {
  const rejects = useLive((view) => view.live.rejects);
  useEffect(() => {
    if (!window.location.hash) window.scrollTo(0, 0);
    else document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <div className={styles.page}>
      <h1>System</h1>
      <Members />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Topics />
          <Declared />
        </div>
        <div className={styles.column}>
          <Suspense fallback={<Skeleton height={280} />}>
            <RejectChart rejects={rejects} />
          </Suspense>
          <DeadLetters />
        </div>
      </div>
    </div>
  );
}
