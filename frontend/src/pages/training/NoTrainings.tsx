import { useState } from 'react';
import { useStatus } from '../../shell/useStatus';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/** The page before the first training: what it is for, and the command that starts one. */
export function NoTrainings() {
  const { data, isPending } = useStatus();
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const broker = data?.kafka.bootstrap ?? 'HOST:PORT';
  const command = `./telltale train classifier --data DIR --out BUNDLE --kafka ${broker}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
      setCopied('yes');
    } catch {
      // Browsers let pages write there only over HTTPS or from this machine.
      setCopied('failed');
    }
  };
  return (
    <>
      <h1>Training</h1>
      <Notice title="No training has told of itself yet">
        <p>A training shows its curves here while it runs in a terminal of its own. Start one:</p>
        <pre tabIndex={0} aria-busy={isPending}>
          {command}
        </pre>
        <p>
          <Button onClick={() => void copy()}>Copy the command</Button>{' '}
          <span role="status">
            {copied === 'yes' && '✓ Copied.'}
            {copied === 'failed' && 'The browser does not allow it: select the line above.'}
          </span>
        </p>
      </Notice>
    </>
  );
}
