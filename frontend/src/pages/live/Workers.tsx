import type { WorkerReport } from '../../api/types';
import { count, duration, percent } from '../../format/numbers';
import { BusyMeter } from '../../ui/BusyMeter';
import styles from './Workers.module.css';

/** What each worker is doing: its queue, its batches, and how busy its devices are. */
export function Workers({ workers }: { workers: readonly WorkerReport[] }) {
  return (
    <section className={styles.workers} aria-labelledby="workers">
      <h3 id="workers">Workers</h3>
      {workers.length === 0 && <p className={styles.none}>No worker has reported.</p>}
      {workers.map((worker) => (
        <Worker key={worker.member} worker={worker} />
      ))}
    </section>
  );
}

function Worker({ worker }: { worker: WorkerReport }) {
  const { meanBatchSize, lingerMillis, duplicates } = worker;
  return (
    <article className={styles.worker}>
      <header>
        <span className={styles.member} title={worker.member}>
          {worker.member}
        </span>
        <span className={styles.intake} data-paused={worker.paused}>
          {worker.paused ? '❚❚ intake paused' : '▶ taking in'}
        </span>
      </header>
      <dl>
        <Value name="queue" value={count(worker.queueDepth)} />
        <Value name="in flight" value={count(worker.inFlight)} />
        <Value name="batch" value={meanBatchSize === null ? '–' : meanBatchSize.toFixed(1)} />
        <Value name="linger" value={lingerMillis === null ? '–' : duration(lingerMillis)} />
        {duplicates > 0 && <Value name="duplicates" value={count(duplicates)} />}
      </dl>
      <ul>
        {worker.devices.map((device) => (
          <li key={device.name}>
            <span>{device.name}</span>
            <BusyMeter share={device.busyShare} device={`${device.name} of ${worker.member}`} />
            <span className={styles.busy}>{percent(device.busyShare, 0)} busy</span>
            <span className={styles.images}>{count(device.images)} images</span>
          </li>
        ))}
      </ul>
    </article>
  );
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
