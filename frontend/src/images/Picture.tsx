import { useEffect, useState } from 'react';
import { isFresh } from '../live/connection';
import { useLive } from '../live/useLive';
import styles from './Picture.module.css';

/** A picture in a place of fixed size; small ones keep their pixels, failed ones say so. */
export function Picture({
  src,
  alt,
  lazy = false,
  opacity,
}: {
  src: string;
  alt: string;
  lazy?: boolean;
  opacity?: number;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  const [small, setSmall] = useState(false);
  const connected = useLive((view) => isFresh(view.connection));
  useEffect(() => {
    // What failed while the server was away is worth another try.
    if (connected) setFailed(null);
  }, [connected]);
  if (failed === src) return <span className={styles.failed}>picture not available</span>;
  return (
    <img
      className={styles.picture}
      data-small={small}
      src={src}
      alt={alt}
      style={opacity === undefined ? undefined : { opacity }}
      loading={lazy ? 'lazy' : 'eager'}
      decoding="async"
      draggable={false}
      onError={() => setFailed(src)}
      onLoad={({ currentTarget: img }) => setSmall(img.naturalWidth < img.clientWidth)}
    />
  );
}
