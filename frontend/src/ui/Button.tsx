import type { ComponentProps } from 'react';
import type { Shortcut } from '../keys/shortcuts';
import styles from './Button.module.css';

/** A button; with a shortcut it shows the key that does the same. */
export function Button({
  shortcut,
  children,
  className,
  ...rest
}: ComponentProps<'button'> & { shortcut?: Shortcut }) {
  const classes = className ? `${styles.button} ${className}` : styles.button;
  return (
    <button type="button" className={classes} {...rest}>
      {children}
      {shortcut && (
        <kbd className={styles.key} aria-hidden="true">
          {shortcut.shown}
        </kbd>
      )}
    </button>
  );
}
