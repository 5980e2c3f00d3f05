import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { TrainingSummary } from '../../api/types';
import { Button } from '../../ui/Button';
import { advice, finishedEpochs, isTrouble, standing } from './words';
import { useForget } from './useTrainings';
import styles from '../../ui/Bar.module.css';

/** Where a training stands, what to do about it, and the way to take it out of the list. */
export function StandingBar({ training }: { training: TrainingSummary }) {
  const { state, silent, current, epochs, bundle } = training;
  const runs = state === 'running' && !silent;
  const within = current && current.batches > 0 ? current.batch / current.batches : 0;
  const done = finishedEpochs(training);
  const todo = advice(training);
  return (
    <div className={styles.bar} data-tone={isTrouble(training) ? 'warn' : 'plain'}>
      <div className={styles.told}>
        <p role={runs ? undefined : 'status'}>{standing(training)}</p>
        {todo !== null && <p className={styles.quiet}>{todo}</p>}
        {bundle !== null && (
          <p className={styles.quiet}>
            Bundle: <code>{bundle}</code>
          </p>
        )}
      </div>
      {runs ? (
        <div className={styles.progress}>
          <progress value={done + within} max={epochs} aria-label="Epochs done" />
          <span>
            {done} of {epochs}
          </span>
        </div>
      ) : (
        <Forget run={training.run} />
      )}
    </div>
  );
}

function Forget({ run }: { run: string }) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const { mutate, isPending, error } = useForget();
  if (!asked) return <Button onClick={() => setAsked(true)}>Forget</Button>;
  return (
    <div className={styles.question} role="group" aria-label={`Forget ${run}`}>
      <p>{error ? `▲ ${error.message}` : 'It leaves this list for everybody. Its files stay.'}</p>
      <Button
        autoFocus
        disabled={isPending}
        onClick={() => mutate(run, { onSuccess: () => void navigate('/trainings') })}
      >
        Forget it
      </Button>
      <Button onClick={() => setAsked(false)}>Keep it</Button>
    </div>
  );
}
