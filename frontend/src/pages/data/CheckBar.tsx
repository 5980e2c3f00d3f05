import type { DataCheck } from '../../api/types';
import { count } from '../../format/numbers';
import { moment } from '../../images/filters';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import type { Asked } from '../../ui/Section';
import { pictures } from './words';
import { useChangeCheck } from './useData';
import styles from '../../ui/Bar.module.css';

/** How the check of all files stands, and the buttons that start and end it. */
export function CheckBar({ name, check }: { name: string; check: Asked<DataCheck> }) {
  const { mutate, isPending, error: refused } = useChangeCheck(name);
  const { data, error, refetch } = check;
  if (!data) {
    return error ? (
      <div className={styles.bar} data-tone="warn" role="alert">
        <p>▲ How the check stands could not be asked: {error.message}</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    ) : (
      <Skeleton height={62} />
    );
  }
  const running = data.state === 'running';
  return (
    <div className={styles.bar} data-tone={tone(data)}>
      <div className={styles.told} role="status">
        <p>{standing(data)}</p>
        {data.checkedAt !== null && !running && (
          <p className={styles.quiet}>
            What is shown was found: <time dateTime={data.checkedAt}>{moment(data.checkedAt)}</time>
            ; files that changed since are not noticed.{' '}
            {data.report && (
              <>
                Go to the <a href="#files">faults</a> or the{' '}
                <a href="#duplicates">equal pictures</a>.
              </>
            )}
          </p>
        )}
        {refused && <p>▲ {refused.message}</p>}
        {error && <p>▲ Old figures: {error.message}</p>}
      </div>
      {running && (
        <div className={styles.progress}>
          <progress value={data.done} max={data.total} aria-label="Pictures opened" />
          <span>
            {count(data.done)} of {count(data.total)}
          </span>
        </div>
      )}
      {running ? (
        <Button onClick={() => mutate('cancel')} disabled={isPending}>
          Cancel
        </Button>
      ) : (
        <Button onClick={() => mutate('start')} disabled={isPending}>
          {data.checkedAt === null ? 'Check all pictures' : 'Check again'}
        </Button>
      )}
    </div>
  );
}

/** Whether nothing is wrong: no fault, and no picture in two splits. */
function isClean({ files }: NonNullable<DataCheck['report']>): boolean {
  return files.faults === 0 && files.duplicates.acrossSplits === 0;
}

function tone({ state, report }: DataCheck): string {
  if (state === 'failed') return 'warn';
  return state !== 'running' && report && !isClean(report) ? 'warn' : 'plain';
}

function standing({ state, done, total, error, report }: DataCheck): string {
  switch (state) {
    case 'none':
      return `Not checked yet. A check opens all ${pictures(total)} and their masks, and finds what is damaged, missing, or there twice.`;
    case 'running':
      return 'Opening every picture and mask. You may leave this page; it goes on.';
    case 'cancelled':
      return `Cancelled after ${count(done)} of ${pictures(total)}.`;
    case 'failed':
      return `▲ The check failed: ${error}`;
    case 'done':
      return report ? outcome(report) : 'Reading what was found…';
  }
}

function outcome(report: NonNullable<DataCheck['report']>): string {
  const { faults, duplicates } = report.files;
  if (isClean(report)) {
    if (duplicates.groups === 0) return '✓ Nothing is wrong, and no picture is there twice.';
    return duplicates.contradictory > 0
      ? '✓ No file is wrong; some pictures are there twice, with different labels.'
      : '✓ Nothing is wrong; some pictures are there twice.';
  }
  const parts = [];
  if (faults > 0) parts.push(`${count(faults)} ${faults === 1 ? 'fault' : 'faults'}`);
  if (duplicates.acrossSplits > 0) {
    const groups = duplicates.acrossSplits;
    parts.push(
      `${count(groups)} ${groups === 1 ? 'picture lies' : 'pictures lie'} in more than one split`,
    );
  }
  if (duplicates.contradictory > 0) {
    parts.push(`${count(duplicates.contradictory)} there twice with different labels`);
  }
  return `▲ ${parts.join('; ')}.`;
}
