import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { DeadLetter, Rejects } from '../../api/types';
import { count } from '../../format/numbers';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { useLive } from '../../live/useLive';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { DeadLetterItem } from './DeadLetterItem';
import { Section } from '../../ui/Section';
import { useDeadLetters } from './useSystem';
import styles from './SystemPage.module.css';

/** Events that could not be screened: how many for which reason, and each with its payload. */
export function DeadLetters() {
  const [params, setParams] = useSearchParams();
  const reason = params.get('reason');
  const rejects = useLive((view) => view.live.rejects);
  const asked = useDeadLetters(reason);
  const queries = useQueryClient();
  const select = useRef<HTMLDivElement>(null);
  useShortcut(shortcuts.filter, () => select.current?.querySelector('select')?.focus());
  const choose = (value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set('reason', value);
    else next.delete('reason');
    setParams(next);
  };
  return (
    <Section id="dead-letters" title="Dead letters" asked={asked} height={320}>
      {({ pages }) => {
        const letters = pages.flatMap((page) => page.deadLetters);
        const total = pages[0]?.total ?? 0;
        return (
          <>
            <div className={styles.letterBar} ref={select}>
              <SelectField name="Reason" value={reason ?? ''} onChoose={choose}>
                <option value="">all reasons, {count(rejects.total)}</option>
                {reasonsOf(rejects, reason).map(([name, n]) => (
                  <option key={name} value={name}>
                    {name}, {count(n)}
                  </option>
                ))}
              </SelectField>
              <Newer
                since={total}
                now={reason === null ? rejects.total : (rejects.byReason[reason] ?? 0)}
                reload={() => void queries.resetQueries({ queryKey: ['dead-letters'] })}
              />
            </div>
            <Letters letters={letters} total={total} reason={reason} />
            {asked.hasNextPage && (
              <Button onClick={() => void asked.fetchNextPage()} disabled={asked.isFetching}>
                {asked.isFetching
                  ? 'Reading…'
                  : `Show more (${count(total - letters.length)} older)`}
              </Button>
            )}
          </>
        );
      }}
    </Section>
  );
}

function reasonsOf(rejects: Rejects, chosen: string | null): [string, number][] {
  const counts = { ...(chosen !== null && { [chosen]: 0 }), ...rejects.byReason };
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}

function Newer({ since, now, reload }: { since: number; now: number; reload: () => void }) {
  const newer = Math.max(0, now - since);
  return <Button onClick={reload}>↻ {newer > 0 ? `${count(newer)} newer` : 'Look again'}</Button>;
}

function Letters({
  letters,
  total,
  reason,
}: {
  letters: readonly DeadLetter[];
  total: number;
  reason: string | null;
}) {
  const [open, setOpen] = useState<string | null>(null);
  if (letters.length === 0) {
    return <p>{reason === null ? 'No event was rejected.' : 'No event was rejected for this.'}</p>;
  }
  return (
    <>
      <p className={styles.quiet}>
        {count(letters.length)} of {count(total)}, newest first
      </p>
      <ul className={styles.letters}>
        {letters.map((letter) => {
          const id = `${letter.partition}/${letter.offset}`;
          return (
            <DeadLetterItem
              key={id}
              letter={letter}
              open={open === id}
              onToggle={() => setOpen(open === id ? null : id)}
            />
          );
        })}
      </ul>
    </>
  );
}
