import type { ComponentProps, ReactNode } from 'react';
import { Modal } from '../../ui/Modal';

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
    <Modal
      title={title}
      trigger={
        <button type="button" {...rest}>
          {children}
        </button>
      }
    >
      {large}
    </Modal>
  );
}
