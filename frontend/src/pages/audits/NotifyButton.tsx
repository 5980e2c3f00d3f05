import { useState } from 'react';
import { Button } from '../../ui/Button';
import { NOTIFY, notificationsPossible } from '../../shell/useAuditNotices';
import { useStored } from '../../ui/useStored';

/** Lets a person ask to be told by the browser; permission is asked for here and never on load. */
export function NotifyButton() {
  const [wanted, setWanted] = useStored<boolean>(NOTIFY, false, (v) => typeof v === 'boolean');
  const [told, setTold] = useState('');
  const [possible] = useState(notificationsPossible);
  if (!possible) return null;
  const on = wanted && Notification.permission === 'granted';
  const toggle = async () => {
    if (on) {
      setWanted(false);
      setTold('Notifications are off.');
      return;
    }
    const granted = (await Notification.requestPermission()) === 'granted';
    setWanted(granted);
    setTold(
      granted
        ? 'You will be told when an audit ends or waits, while this page is open.'
        : 'The browser does not allow it: change that beside the address of this page.',
    );
  };
  return (
    <span>
      <Button aria-pressed={on} onClick={() => void toggle()}>
        Notify me
      </Button>{' '}
      <span role="status">{told}</span>
    </span>
  );
}
