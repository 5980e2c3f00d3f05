import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Skeleton';
import styles from './ImagesPage.module.css';

/** The list while its first page is on the way, in the shape that it will have. */
export function LoadingList() {
  return (
    <div className={styles.loading} aria-busy="true" role="status">
      <p>Loading images…</p>
      <div className={styles.places}>
        {Array.from({ length: 24 }, (_, place) => (
          <Skeleton key={place} height={190} />
        ))}
      </div>
    </div>
  );
}

/** Said when nothing was ever scored. */
export function NothingYet() {
  return (
    <Notice title="No image has been scored yet">
      <p>Send Telltale those of a folder; they can be looked through here as they are scored.</p>
      <pre tabIndex={0}>./telltale produce DIR</pre>
    </Notice>
  );
}

/** Said when the filters leave nothing. */
export function NoMatch({ reload }: { reload: () => void }) {
  return (
    <Notice title="No image matches these filters">
      <p>Remove one of the filters above, or clear them all.</p>
      <Button onClick={reload}>Look again</Button>
    </Notice>
  );
}

/** Said when the first page did not come. */
export function FailedList({
  error,
  busy,
  retry,
}: {
  error: Error;
  busy: boolean;
  retry: () => void;
}) {
  return (
    <Notice title="The images could not be listed" failed>
      <p>{error.message}</p>
      <Button onClick={retry} disabled={busy}>
        {busy ? 'Trying…' : 'Try again'}
      </Button>
    </Notice>
  );
}
