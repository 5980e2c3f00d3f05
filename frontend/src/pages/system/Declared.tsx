import type { Status } from '../../api/types';
import { count } from '../../format/numbers';
import { moment } from '../../images/filters';
import { useStatus } from '../../shell/useStatus';
import { DataTable, Section } from '../../ui/Section';
import styles from './SystemPage.module.css';

/** The member that answers: its version and state, and the data sets and models it knows. */
export function Declared() {
  const status = useStatus();
  return (
    <>
      <Section id="member" title="This member" asked={status} height={120}>
        {(data) => <Answering status={data} />}
      </Section>
      <Section id="datasets" title="Data sets" asked={status} height={90}>
        {({ dataSets }) => <DataSets dataSets={dataSets} />}
      </Section>
      <Section id="models" title="Models" asked={status} height={90}>
        {({ models }) => <Models models={models} />}
      </Section>
    </>
  );
}

function Answering({ status }: { status: Status }) {
  const { version, member, roles, state, startedAt, kafka } = status;
  return (
    <dl className={styles.facts}>
      <dt>Version</dt>
      <dd>Telltale {version}</dd>
      <dt>Member</dt>
      <dd>
        <code>{member}</code> ({roles.join(', ')})
      </dd>
      <dt>State</dt>
      <dd data-warn={state !== 'ready'}>{state === 'ready' ? '● ready' : `◐ ${state}`}</dd>
      <dt>Started</dt>
      <dd>
        <time dateTime={startedAt}>{moment(startedAt)}</time>
      </dd>
      <dt>Kafka</dt>
      <dd data-warn={!kafka.reachable}>
        <code>{kafka.bootstrap}</code> {kafka.reachable ? 'reachable' : '▲ not reachable'}
      </dd>
    </dl>
  );
}

function DataSets({ dataSets }: Pick<Status, 'dataSets'>) {
  if (dataSets.length === 0) {
    return (
      <p>
        None is declared: only events that carry their own picture can be scored. Declare one with{' '}
        <code>--data-set NAME=DIR</code>.
      </p>
    );
  }
  return (
    <DataTable label="Data sets" head={['Name', 'Layout', 'Classes']}>
      {dataSets.map(({ name, layout, classes }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{layout}</td>
          <td data-wrap="true" title={classes.join(', ')}>
            {count(classes.length)}: {classes.slice(0, 8).join(', ')}
            {classes.length > 8 && ', …'}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Models({ models }: Pick<Status, 'models'>) {
  if (models.length === 0) return <p>None is loaded on this member.</p>;
  return (
    <DataTable label="Models" head={['Name', 'Hash', 'Classes#', 'Input#']}>
      {models.map(({ name, hash, classes, inputHeight, inputWidth }) => (
        <tr key={hash}>
          <th scope="row">{name}</th>
          <td>
            <code title={hash}>{hash.slice(0, 12)}</code>
          </td>
          <td data-number="true">{count(classes)}</td>
          <td data-number="true">
            {inputHeight} × {inputWidth}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
