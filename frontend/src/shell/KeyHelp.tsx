import * as Dialog from '@radix-ui/react-dialog';
import { shortcuts } from '../keys/shortcuts';
import { Button } from '../ui/Button';
import styles from './KeyHelp.module.css';

/** The list of keys. */
export function KeyHelp({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog} aria-describedby={undefined}>
          <header>
            <Dialog.Title>Keys</Dialog.Title>
            <Dialog.Close asChild>
              <Button>Close</Button>
            </Dialog.Close>
          </header>
          <table>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">Key</th>
                <th scope="col">What it does</th>
                <th scope="col">Where</th>
              </tr>
            </thead>
            <tbody>
              {Object.values(shortcuts).map(({ shown, does, where }) => (
                <tr key={shown}>
                  <th scope="row">
                    <kbd>{shown}</kbd>
                  </th>
                  <td>{does}</td>
                  <td>{where}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
