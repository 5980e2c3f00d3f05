import type { Member, WorkerReport } from '../../api/types';
import { count, duration, percent } from '../../format/numbers';
import { useLive } from '../../live/useLive';
import { DataTable, Section } from './Section';
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
  'Roles',
  'Intake',
  'Model',
  'Queue#',
  'In flight#',
  'Batch#',
  'Linger#',
  'Duplicates#',
  'Devices',
];

function MemberRow({ member, worker }: { member: Member; worker: WorkerReport | null }) {
  const { id, roles, self } = member;
  return (
    <tr>
      <th scope="row">
        <code>{id}</code>
        {self && <small> this one</small>}
      </th>
      <td>{roles.join(', ')}</td>
      {worker ? (
        <WorkerCells worker={worker} />
      ) : (
        <td colSpan={8} className={styles.quiet}>
          {roles.includes('worker') ? 'has not reported yet' : 'scores nothing'}
        </td>
      )}
    </tr>
  );
}

function WorkerCells({ worker }: { worker: WorkerReport }) {
  const { paused, model, queueDepth, inFlight, meanBatchSize, lingerMillis, duplicates } = worker;
  return (
    <>
      <td data-warn={paused}>{paused ? '❚❚ paused' : '▶ taking in'}</td>
      <td>{model}</td>
      <td data-number="true">{count(queueDepth)}</td>
      <td data-number="true">{count(inFlight)}</td>
      <td data-number="true">{meanBatchSize === null ? '–' : meanBatchSize.toFixed(1)}</td>
      <td data-number="true">{lingerMillis === null ? '–' : duration(lingerMillis)}</td>
      <td data-number="true">{count(duplicates)}</td>
      <td>
        <ul className={styles.devices}>
          {worker.devices.map(({ name, busyShare, images }) => (
            <li key={name}>
              <span>{name}</span>
              <meter
                min={0}
                max={1}
                value={busyShare}
                aria-label={`${name} of ${worker.member}, share of time busy`}
              />
              <span>{percent(busyShare, 0)} busy</span>
              <span className={styles.quiet}>{count(images)} images</span>
            </li>
          ))}
        </ul>
      </td>
    </>
  );
}
