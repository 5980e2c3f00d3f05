import { memo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { AuditState, AuditSummary } from '../../api/types';
import { count } from '../../format/numbers';
import { moment } from '../../images/filters';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { DataTable } from '../../ui/Section';
import { useSlowly } from '../../ui/useSlowly';
import { NotifyButton } from './NotifyButton';
import { useAllAudits } from './useAudits';
import { isTrouble, plainState, stageProgress, STATES, stateWords, timeLeft, took } from './words';
import button from '../../ui/Button.module.css';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';
import styles from './AuditsPage.module.css';

const head = ['Audit', 'State', 'Progress', 'Time', 'Asked for'];
const AT_ONCE = 100;
const FILTER = 'audit-state';

/** All audits, the one that was asked for last first. */
export function AuditList({ audits: latest }: { audits: readonly AuditSummary[] }) {
  const audits = useAllAudits(useSlowly(latest, 500));
  const [params, setParams] = useSearchParams();
  const [most, setMost] = useState(AT_ONCE);
  useShortcut(shortcuts.filter, () => document.getElementById(FILTER)?.focus());
  const wanted = STATES.find((state) => state === params.get('state'));
  const matching = wanted ? audits.filter(({ state }) => state === wanted) : audits;
  const choose = (state: string) => {
    const next = new URLSearchParams(params);
    if (state === '') next.delete('state');
    else next.set('state', state);
    setParams(next);
  };
  return (
    <div className={layout.page}>
      <header className={layout.head}>
        <div>
          <h1>Audits</h1>
          <p role="status">
            {wanted
              ? `${count(matching.length)} of ${count(audits.length)} audits: ${plainState(wanted)}`
              : `${count(audits.length)} ${audits.length === 1 ? 'audit' : 'audits'}`}
          </p>
        </div>
        <div className={styles.tools}>
          <SelectField id={FILTER} name="State" value={wanted ?? ''} onChoose={choose}>
            <option value="">all</option>
            {STATES.map((state) => (
              <option key={state} value={state}>
                {plainState(state)} ({count(number(audits, state))})
              </option>
            ))}
          </SelectField>
          <NotifyButton />
          <Link className={button.button} to="/audits/new">
            Start an audit
          </Link>
        </div>
      </header>
      <section className={section.section} aria-label="All audits">
        {matching.length === 0 ? (
          <p>
            No audit is in this state.{' '}
            <Button onClick={() => choose('')}>Show all {count(audits.length)}</Button>
          </p>
        ) : (
          <DataTable label="Audits" head={head}>
            {matching.slice(0, most).map((audit) => (
              <Row key={audit.id} audit={audit} />
            ))}
          </DataTable>
        )}
        {matching.length > most && (
          <p>
            <Button onClick={() => setMost(most + AT_ONCE)}>
              Show {count(Math.min(AT_ONCE, matching.length - most))} more of{' '}
              {count(matching.length)}
            </Button>
          </p>
        )}
      </section>
    </div>
  );
}

function number(audits: readonly AuditSummary[], state: AuditState): number {
  return audits.filter((audit) => audit.state === state).length;
}

const Row = memo(function Row({ audit }: { audit: AuditSummary }) {
  const { id, title, method, dataset, models, state, current, createdAt, left } = audit;
  return (
    <tr>
      <th scope="row" data-wrap="true">
        <Link to={`/audits/${id}`}>{title}</Link>
        <small>
          {method} on {dataset}
          {models.length > 0 && `, ${models.length === 1 ? models[0] : `${models.length} models`}`}
        </small>
      </th>
      <td data-warn={isTrouble(audit)}>
        {state === 'completed' && audit.aside > 0 ? '▲ completed in part' : stateWords(state)}
      </td>
      <td>{current && <StageProgress audit={audit} />}</td>
      <td>{state === 'running' && left ? `${timeLeft(left)} left in the stage` : inAll(audit)}</td>
      <td>
        <time dateTime={createdAt}>{moment(createdAt)}</time>
      </td>
    </tr>
  );
});

function inAll(audit: AuditSummary): string {
  const time = took(audit);
  return time === null ? '–' : `took ${time}`;
}

/** The stage that is worked on, by name: a bar that starts again never does so unexplained. */
function StageProgress({ audit: { stage, stages, current } }: { audit: AuditSummary }) {
  if (!current) return null;
  const name = `${current.name} (${stage + 1} of ${stages})`;
  return (
    <div className={styles.stage}>
      <span>
        {name}: {stageProgress(current)}
      </span>
      <progress
        value={current.done + current.aside}
        max={Math.max(1, current.units ?? 1)}
        aria-label={name}
      />
    </div>
  );
}
