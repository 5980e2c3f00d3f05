import type { Audit } from '../../api/types';
import { count } from '../../format/numbers';
import { clock } from '../../live/connection';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/Section';
import { unitName } from './lanes';
import { useChangeAudit } from './useAudits';
import section from '../../ui/Section.module.css';

/** What went wrong: units that the audit does without, those that threw lately, or all of it. */
export function Failures({ audit }: { audit: Audit }) {
  const { id, setAside, progress, state } = audit;
  const threw = progress.lately.filter(({ error }) => error !== null).toReversed();
  const { mutate, isPending, error } = useChangeAudit(id);
  const failed = state === 'failed';
  if (setAside.length === 0 && threw.length === 0 && !failed) return null;
  return (
    <section className={section.section} aria-labelledby="failures">
      <h2 id="failures">What went wrong</h2>
      {(setAside.length > 0 || failed) && (
        <p>
          {setAside.length === 0
            ? 'The audit could not go on. What is done stays done.'
            : `${count(setAside.length)} ${setAside.length === 1 ? 'unit is' : 'units are'} set aside: the audit does without.`}{' '}
          {state !== 'cancelled' && (
            <Button disabled={isPending} onClick={() => mutate('retry')}>
              Try again
            </Button>
          )}
          {error && <span role="alert"> ▲ {error.message}</span>}
        </p>
      )}
      {setAside.length > 0 && (
        <DataTable label="Units set aside" head={['Unit', 'Why', 'Reason']}>
          {setAside.map(({ stage, unit, reason, lost }) => (
            <tr key={`${stage}/${unit}`}>
              <th scope="row">{unitName(stage, unit, 0)}</th>
              <td data-warn="true">
                {lost ? '▲ its workers were lost' : '▲ it threw three times'}
              </td>
              <td data-wrap="true">{reason}</td>
            </tr>
          ))}
        </DataTable>
      )}
      {threw.length > 0 && (
        <DataTable label="Units that threw lately" head={['Threw', 'Unit', 'Worker', 'Reason']}>
          {threw.map(({ stage, unit, attempt, worker, at, error: reason }) => (
            <tr key={`${stage}/${unit}/${attempt}/${at}`}>
              <td>
                <time dateTime={at}>{clock(at)}</time>
              </td>
              <th scope="row">{unitName(stage, unit, attempt)}</th>
              <td>{worker}</td>
              <td data-wrap="true">{reason}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}
