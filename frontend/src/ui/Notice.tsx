import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A page or part of it that has nothing to show, and why. */
export function Notice({
  title,
  children,
  failed = false,
}: {
  title: string;
  children?: ReactNode;
  failed?: boolean;
}) {
  return (
    <section className={styles.notice} role={failed ? 'alert' : undefined} data-failed={failed}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
