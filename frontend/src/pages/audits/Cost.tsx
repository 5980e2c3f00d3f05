import type { AuditEstimate } from '../../api/types';
import { count } from '../../format/numbers';
import { seconds } from './words';
import styles from './AuditForm.module.css';

/** What the audit would cost, as far as that is known before it begins. */
export function Cost({
  estimate,
  checking,
  fault,
}: {
  estimate: AuditEstimate | undefined;
  checking: boolean;
  fault: string | null;
}) {
  return (
    <div className={styles.cost} role="status" aria-label="What it will cost">
      {fault !== null ? (
        <p data-fault="true">▲ {fault}</p>
      ) : estimate ? (
        <>
          <p>
            <strong>{units(estimate)}</strong>
          </p>
          <p>{time(estimate)}</p>
          {checking && <p>Working it out anew …</p>}
        </>
      ) : (
        <p>{checking ? 'Working out what it will cost …' : 'Complete the form to see its cost.'}</p>
      )}
    </div>
  );
}

/** `48 units in score; units of compare are not known yet`. */
export function units({ stages }: AuditEstimate): string {
  return stages
    .map(({ name, units: n }) =>
      n === null
        ? `units of ${name} not known yet`
        : `${count(n)} ${n === 1 ? 'unit' : 'units'} in ${name}`,
    )
    .join('; ');
}

/** How long it takes, and how sure that is. */
export function time({ seconds: known, slots }: AuditEstimate): string {
  if (slots === 0) return '▲ There is no worker: it would wait for one.';
  const side = slots === 1 ? 'one unit at a time' : `${slots} units side by side`;
  if (!known) return `Time not measured yet: no audit of this method has run (${side}).`;
  const { expected, low, high, audits } = known;
  const from = audits === 1 ? 'by the one audit measured' : `by ${audits} audits measured`;
  return low === null || high === null
    ? `About ${seconds(expected)}, ${from}; ${side}, if nothing else runs.`
    : `About ${seconds(expected)} (90 %: ${seconds(low)} to ${seconds(high)}), ${from}; ${side}, if nothing else runs.`;
}
