import { clock, describeConnection, staleSince } from '../live/connection';
import { useConnection, useLive } from '../live/useLive';
import { Button } from '../ui/Button';
import { useNow } from '../ui/useNow';
import styles from './StaleBanner.module.css';

/** Says over the page that its figures are old, and from when. It moves nothing out of its place. */
export function StaleBanner() {
  const { connection, retry } = useConnection();
  const known = useLive((view) => view.live.known);
  const since = staleSince(connection);
  const now = useNow(since !== null);
  if (since === null || !known) return null;
  return (
    <aside className={styles.banner} aria-label="Old figures">
      <p>
        <strong>Figures of {clock(since)}.</strong> Nothing was heard since
        {connection.kind === 'reconnecting' &&
          `; ${describeConnection(connection, now).toLowerCase()}`}
        .
      </p>
      <Button onClick={retry}>Try now</Button>
    </aside>
  );
}
