import { useState } from 'react';
import { RequestFailed } from '../../api/client';
import type { useClassMap } from '../../images/useClassMap';
import { Button } from '../../ui/Button';
import { useNow } from '../../ui/useNow';
import styles from './Stage.module.css';

/** Says over the picture how the computing of a class's map goes; nothing once it is there and another one. */
export function ClassMapState({
  target,
  predicted,
  map: { data, error, isFetching, isPending, refetch },
}: {
  target: string;
  predicted: string;
  map: ReturnType<typeof useClassMap>;
}) {
  if (error && !isFetching) {
    const busy = error instanceof RequestFailed && error.status === 409;
    return (
      <div className={styles.state} role="alert">
        <p>
          <strong>
            {busy
              ? `The map of ${target} cannot be computed now.`
              : `The map of ${target} could not be computed.`}
          </strong>{' '}
          {error.message}
        </p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    );
  }
  if (isPending || isFetching) return <Computing key={target} target={target} />;
  if (!data?.same) return null;
  return (
    <div className={styles.state} role="status">
      <p>
        <strong>This is the same map as that of {predicted}.</strong> Either both are alike, or the
        server does not compute maps of other classes.
      </p>
    </div>
  );
}

function Computing({ target }: { target: string }) {
  const [began] = useState(() => Date.now());
  const seconds = Math.round((useNow(true) - began) / 1000);
  return (
    <div className={styles.state} role="status">
      <p>
        Computing the map of {target}…{seconds > 1 && <span aria-hidden="true"> {seconds} s</span>}
      </p>
    </div>
  );
}
