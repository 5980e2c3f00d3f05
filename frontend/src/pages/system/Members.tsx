import type { Member, WorkerReport } from '../../api/types';
import { count, duration, percent } from '../../format/numbers';
import { useLive } from '../../live/useLive';
import { BusyMeter } from '../../ui/BusyMeter';
import { DataTable, Section } from '../../ui/Section';
import { useMembers } from './useSystem';
import styles from './SystemPage.module.css';

/** Every member of the cluster: what it does, its queue, and how busy its devices are. */
export function Members() {
  const reports = useLive((view) => view.live.workers);
  return (
    <Section id="members" title="Members" asked={useMembers()} height={120}>
      {(members) => (
        <DataTable label="Members" head={head}>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              worker={reports.find((report) => report.member === member.id) ?? member.worker}
            />
          ))}
        </DataTable>
      )}
    </Section>
  );
}

const head = [
  'Member',
  'Intake',
  'Devices',
  'Queue#',
  'In flight#',
  'Batch#',
  'Linger#',
  'Duplicates#',
];

function MemberRow({ member, worker }: { member: Member; worker: WorkerReport | null }) {
  const { id, roles, self } = member;
  return (
    <tr>
      <th scope="row">
        <code>{id}</code>
        <small>
          {self && 'this one: '}
          {roles.join(', ')}
          {worker && `, ${worker.model}`}
        </small>
      </th>
      {worker ? (
        <WorkerCells worker={worker} />
      ) : (
        <td colSpan={7} className={styles.quiet}>
          {roles.includes('worker') ? 'has not reported yet' : 'scores nothing'}
        </td>
      )}
    </tr>
  );
}

function WorkerCells({ worker }: { worker: WorkerReport }) {
  const { paused, queueDepth, inFlight, meanBatchSize, lingerMillis, duplicates } = worker;
  return (
    <>
      <td data-warn={paused}>{paused ? '❚❚ paused' : '▶ taking in'}</td>
      <td>
        <ul className={styles.devices}>
          {worker.devices.map(({ name, busyShare, images }) => (
            <li key={name}>
              <span>{name}</span>
              <BusyMeter share={busyShare} device={`${name} of ${worker.member}`} />
              <span>{percent(busyShare, 0)} busy</span>
              <span className={styles.quiet}>{count(images)} images</span>
            </li>
          ))}
        </ul>
      </td>
      <td data-number="true">{count(queueDepth)}</td>
      <td data-number="true">{count(inFlight)}</td>
      <td data-number="true">{meanBatchSize === null ? '–' : meanBatchSize.toFixed(1)}</td>
      <td data-number="true">{lingerMillis === null ? '–' : duration(lingerMillis)}</td>
      <td data-number="true">{count(duplicates)}</td>
    </>
  );
}
