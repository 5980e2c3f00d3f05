import { useStatus } from './useStatus';
import styles from './KafkaBanner.module.css';

/** Says over every page that the broker cannot be reached, and what that means. */
export function KafkaBanner() {
  const { data: status } = useStatus();
  if (!status || status.kafka.reachable) return null;
  return (
    <aside className={styles.banner} role="alert">
      <strong>▲ Kafka is not reachable</strong> at <code>{status.kafka.bootstrap}</code>. Nothing
      new comes in until it is; what was scored stays here, and nothing is lost. Telltale keeps
      trying.
    </aside>
  );
}
