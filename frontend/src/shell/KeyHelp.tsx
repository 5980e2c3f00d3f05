import { shortcuts } from '../keys/shortcuts';
import { Modal } from '../ui/Modal';
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
    <Modal title="Keys" className={styles.keys} open={open} onOpenChange={onOpenChange}>
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
    </Modal>
  );
}
