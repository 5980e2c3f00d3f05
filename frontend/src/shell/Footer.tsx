import { useStatus } from './useStatus';
import styles from './Footer.module.css';

/** Which server this is, and whether it reaches what it needs. */
export function Footer() {
  const { data: status, isError } = useStatus();
  return (
    <footer className={styles.footer}>
      {status && !isError ? (
        <>
          <span>Telltale {status.version}</span>
          <span>
            member <code>{status.member}</code> ({status.roles.join(', ')}), {status.state}
          </span>
          <span data-failed={!status.kafka.reachable}>
            Kafka <code>{status.kafka.bootstrap}</code>{' '}
            {status.kafka.reachable ? 'reachable' : '▲ not reachable: nothing new can come in'}
          </span>
        </>
      ) : (
        <span>
          {isError ? 'The server does not say how it is.' : 'Asking the server how it is…'}
        </span>
      )}
    </footer>
  );
}
