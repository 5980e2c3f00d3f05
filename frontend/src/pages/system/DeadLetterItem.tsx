import { useId } from 'react';
import type { DeadLetter } from '../../api/types';
import { bytes, count } from '../../format/numbers';
import { moment } from '../../images/filters';
import { Button } from '../../ui/Button';
import buttonStyles from '../../ui/Button.module.css';
import { Skeleton } from '../../ui/Skeleton';
import { payloadText, pretty } from './payloadText';
import { payloadUrl, usePayload, useRetry } from './useSystem';
import section from '../../ui/Section.module.css';
import styles from './SystemPage.module.css';

/** Payloads up to this size are shown; larger ones are offered as a download. */
const SHOWN_BYTES = 256 * 1024;

/** One rejected event: why, and when opened its payload and a way to try it again. */
export function DeadLetterItem({
  letter,
  open,
  onToggle,
}: {
  letter: DeadLetter;
  open: boolean;
  onToggle: () => void;
}) {
  const body = useId();
  const { reason, sentence, detail, dataset, id, rejectedAt } = letter;
  return (
    <li className={styles.letter}>
      <button
        type="button"
        className={styles.summary}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={onToggle}
      >
        <span aria-hidden="true">{open ? '▾' : '▸'}</span>
        <span className={styles.reason}>{reason}</span>
        <span className={styles.detail}>{detail || sentence}</span>
        <span className={styles.quiet}>{[dataset, id].filter(Boolean).join(' / ')}</span>
        <time className={styles.quiet} dateTime={rejectedAt}>
          {moment(rejectedAt)}
        </time>
      </button>
      {open && (
        <div id={body} className={styles.letterBody}>
          <Facts letter={letter} />
          <Payload letter={letter} />
          <Retry letter={letter} />
        </div>
      )}
    </li>
  );
}

function Facts({ letter }: { letter: DeadLetter }) {
  const { sentence, detail, dataset, id, model, source, rejectedAt } = letter;
  return (
    <dl className={styles.facts}>
      <dt>Reason</dt>
      <dd>{sentence}</dd>
      <dt>Detail</dt>
      <dd>{detail || 'none'}</dd>
      <dt>Image</dt>
      <dd>
        {id ?? 'unknown'} of {dataset ?? 'an unknown data set'}
        {model !== null && `, for ${model}`}
      </dd>
      <dt>Came from</dt>
      <dd>
        <code>{source}</code>
      </dd>
      <dt>Rejected</dt>
      <dd>
        <time dateTime={rejectedAt}>{new Date(rejectedAt).toLocaleString('sv-SE')}</time>
      </dd>
    </dl>
  );
}

function Payload({ letter }: { letter: DeadLetter }) {
  const small = letter.bytes <= SHOWN_BYTES;
  const { data, error, isFetching, refetch } = usePayload(letter, small);
  const text = data ? payloadText(data) : null;
  return (
    <div className={styles.payload}>
      <p>
        <strong>Payload</strong>, {bytes(letter.bytes)}
        {data && text === null && ': not text'}
        {!small && ': too large to show'}{' '}
        <a
          className={buttonStyles.button}
          href={payloadUrl(letter)}
          download={`dead-letter-${letter.partition}-${letter.offset}.${text === null ? 'bin' : 'json'}`}
        >
          ↓ Download
        </a>
      </p>
      {text !== null && (
        <pre tabIndex={0} role="region" aria-label="Payload">
          {text === '' ? '(empty)' : pretty(text)}
        </pre>
      )}
      {error && (
        <div className={section.failed} role="alert">
          <p>▲ The payload could not be loaded: {error.message}</p>
          <Button onClick={() => void refetch()} disabled={isFetching}>
            Try again
          </Button>
        </div>
      )}
      {small && !data && !error && <Skeleton height={60} />}
    </div>
  );
}

function Retry({ letter }: { letter: DeadLetter }) {
  const { mutate, data: sent, error, isPending } = useRetry();
  return (
    <div className={styles.retry}>
      <Button onClick={() => mutate(letter)} disabled={isPending}>
        {isPending ? 'Sending…' : sent ? '↺ Send once more' : '↺ Screen it again'}
      </Button>
      <p role="status" data-warn={error !== null}>
        {error
          ? `▲ It could not be sent: ${error.message}`
          : sent
            ? `Sent to ${sent.topic}, partition ${sent.partition}, offset ${count(sent.offset)}. ` +
              'If it is still wrong it will be among the newest dead letters.'
            : 'Sends the same record again, as after mending what it lacked.'}
      </p>
    </div>
  );
}
