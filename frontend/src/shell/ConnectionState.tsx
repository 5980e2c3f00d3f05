import { isFresh, staleSince, describeConnection, type Connection } from '../live/connection';
import { useConnection } from '../live/useLive';
import { useNow } from '../ui/useNow';
import styles from './ConnectionState.module.css';

const signs: Record<Connection['kind'], string> = {
  connecting: '◌',
  live: '●',
  'catching-up': '◐',
  stale: '▲',
  reconnecting: '◇',
  incompatible: '■',
};

/** How the page stands with the server: always in sight, by word and shape. */
export function ConnectionState() {
  const { connection } = useConnection();
  const now = useNow(connection.kind === 'reconnecting');
  return (
    <p
      className={styles.state}
      data-kind={connection.kind}
      data-fresh={isFresh(connection)}
      data-testid="connection"
    >
      <span aria-hidden="true" className={styles.sign}>
        {signs[connection.kind]}
      </span>
      <span>{describeConnection(connection, now)}</span>
      <Announcement connection={connection} />
    </p>
  );
}

/** The same for a screen reader, without the countdown. */
function Announcement({ connection }: { connection: Connection }) {
  const since = staleSince(connection);
  const told =
    connection.kind === 'reconnecting'
      ? 'Connection lost, reconnecting'
      : describeConnection(connection, 0);
  return (
    <span role="status" className="visually-hidden">
      {since === null ? `Connection: ${told}` : `Connection: ${told}. The figures are old.`}
    </span>
  );
}
