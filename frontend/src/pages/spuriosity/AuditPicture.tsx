import { useState, type CSSProperties, type ReactNode } from 'react';
import styles from './AuditPicture.module.css';

/** A picture of an audit as it is, small ones with their pixels; `children` are drawn over it. */
export function AuditPicture({
  src,
  alt,
  large = false,
  className,
  children,
}: {
  src: string;
  alt: string;
  large?: boolean;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const [failed, setFailed] = useState<string | null>(null);
  const [ratio, setRatio] = useState<number | null>(null);
  const [small, setSmall] = useState(false);
  if (failed === src) {
    return (
      <span className={styles.failed} role="img" aria-label={`${alt} (picture not available)`}>
        picture not available
      </span>
    );
  }
  return (
    <span
      className={`${styles.frame} ${className ?? ''}`}
      data-large={large}
      style={ratio === null ? undefined : ({ '--ratio': ratio } as CSSProperties)}
    >
      <img
        src={src}
        alt={alt}
        data-small={small}
        decoding="async"
        draggable={false}
        onError={() => setFailed(src)}
        onLoad={({ currentTarget: img }) => {
          setSmall(img.naturalHeight < img.clientHeight);
          if (img.naturalHeight > 0) setRatio(img.naturalWidth / img.naturalHeight);
        }}
      />
      {children}
    </span>
  );
}
