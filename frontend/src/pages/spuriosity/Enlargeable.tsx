import * as Dialog from '@radix-ui/react-dialog';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from '../../ui/Button';
import styles from './Enlargeable.module.css';

/** Something that a click or Enter shows large, in a dialog of its own. */
export function Enlargeable({
  title,
  large,
  children,
  ...rest
}: {
  /** Said above what is shown large. */
  title: string;
  large: ReactNode;
  children: ReactNode;
} & ComponentProps<'button'>) {
  return (
    <Dialog.Root>
      <Dialog.Trigger asChild>
        <button type="button" {...rest}>
          {children}
        </button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </header>
          {large}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
