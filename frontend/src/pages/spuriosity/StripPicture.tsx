import { AuditPicture } from './AuditPicture';
import { Enlargeable } from './Enlargeable';
import { stripUrl } from './useSpuriosity';
import styles from './StripPicture.module.css';

/** A picture that the audit made of several images; a click or Enter shows it large. */
export function StripPicture({
  id,
  artifact,
  told,
  className = '',
}: {
  /** Of the audit. */
  id: string;
  artifact: string;
  /** What is on it. */
  told: string;
  /** How large it is. */
  className?: string | undefined;
}) {
  const src = stripUrl(id, artifact);
  return (
    <Enlargeable
      className={`${styles.strip} ${className}`}
      title={told}
      aria-label={`${told}. Show large`}
      large={<AuditPicture src={src} alt={told} large />}
    >
      <img src={src} alt="" loading="lazy" decoding="async" draggable={false} />
    </Enlargeable>
  );
}
