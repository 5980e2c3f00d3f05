import type { Rejects } from '../../api/types';
import { BarChart } from '../../charts/BarChart';
import { count } from '../../format/numbers';

/** The dead letters of one reason. */
function lettersPath(reason: string): string {
  return `/system?${new URLSearchParams({ reason })}#dead-letters`;
}

/** Events that could not be scored, by reason. */
export function RejectChart({ rejects }: { rejects: Rejects }) {
  const reasons = Object.entries(rejects.byReason).sort(([, a], [, b]) => b - a);
  const most = reasons[0];
  return (
    <BarChart
      title="Rejected events by reason"
      summary={most ? `${count(rejects.total)} in all; most often: ${most[0]}.` : ''}
      bars={reasons.slice(0, 8).map(([reason, n]) => ({
        label: [`${reason}, ${count(n)}`],
        value: n,
        tone: 'wrong',
        told: `${count(n)} events`,
        href: lettersPath(reason),
      }))}
      table={{
        head: ['Reason', 'Events'],
        rows: reasons.map(([reason, n]) => [reason, count(n)]),
        links: reasons.map(([reason]) => lettersPath(reason)),
      }}
      csv={{ head: ['reason', 'events'], rows: reasons }}
      format={(value) => (Number.isInteger(value) ? count(value) : '')}
      empty="No event was rejected."
    />
  );
}
