import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Audit } from '../../api/types';
import { Button } from '../../ui/Button';
import { hasEnded } from './words';
import { useChangeAudit, type Change } from './useAudits';
import bar from '../../ui/Bar.module.css';

const questions = {
  cancel: { ask: 'It ends for good: no further unit is worked on.', yes: 'Cancel the audit' },
  delete: { ask: 'Its results and its report go away for everybody.', yes: 'Delete the audit' },
} as const;

/** What a person may do to an audit in its present state. */
export function AuditActions({ audit: { id, state } }: { audit: Audit }) {
  const navigate = useNavigate();
  const [question, setAsked] = useState<keyof typeof questions | null>(null);
  const { mutate, isPending, error, variables, isSuccess } = useChangeAudit(id);
  const change = (what: Change) => {
    setAsked(null);
    mutate(what, { onSuccess: () => what === 'delete' && void navigate('/audits') });
  };
  const ended = hasEnded(state);
  // It may have ended while the question stood there.
  const asked = question !== null && (question === 'delete') === ended ? question : null;
  const other = state === 'paused' ? 'resume' : 'pause';
  // Who has answered by keyboard goes on from where the question came from.
  const last = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    if (wasAsked.current && !asked) last.current?.focus();
    wasAsked.current = asked !== null;
  }, [asked]);
  if (asked) {
    return (
      <div className={bar.question} role="group" aria-label={questions[asked].yes}>
        <p>{questions[asked].ask}</p>
        <Button autoFocus onClick={() => change(asked)}>
          {questions[asked].yes}
        </Button>
        <Button onClick={() => setAsked(null)}>Keep it</Button>
      </div>
    );
  }
  return (
    <div className={bar.question} role="group" aria-label="What to do with the audit">
      {error && <p role="alert">▲ {error.message}</p>}
      {isPending || (isSuccess && follows(variables, state)) ? (
        <p role="status">The server has been told …</p>
      ) : null}
      {!ended && (
        <Button aria-disabled={isPending} onClick={() => isPending || change(other)}>
          {other === 'resume' ? 'Resume' : 'Pause'}
        </Button>
      )}
      <Button
        ref={last}
        aria-disabled={isPending}
        onClick={() => isPending || setAsked(ended ? 'delete' : 'cancel')}
      >
        {ended ? 'Delete …' : 'Cancel …'}
      </Button>
    </div>
  );
}

/** Whether the state is still what it was before the change. */
function follows(change: Change, state: Audit['state']): boolean {
  switch (change) {
    case 'pause':
      return state === 'running' || state === 'requested';
    case 'resume':
      return state === 'paused';
    case 'cancel':
      return !hasEnded(state);
    case 'retry':
      return false;
    case 'delete':
      return true;
  }
}
