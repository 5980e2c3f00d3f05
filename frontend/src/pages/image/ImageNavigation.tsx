import { useLocation, useNavigate } from 'react-router';
import { useStream } from '../../images/useStream';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';

/** Back to Live, and on to the neighbours in the stream that the image was opened from. */
export function ImageNavigation({ imageKey }: { imageKey: string }) {
  const navigate = useNavigate();
  const { search } = useLocation();
  const [{ shown }, dispatch] = useStream();
  const at = shown.findIndex((image) => image.key === imageKey);
  const newer = at > 0 ? shown[at - 1] : undefined;
  const older = at >= 0 ? shown[at + 1] : undefined;

  const back = () => void navigate({ pathname: '/', search });
  const show = (key: string | undefined) => {
    if (!key) return;
    dispatch({ type: 'open', key });
    void navigate({ pathname: `/images/${key}`, search }, { replace: true });
  };
  useShortcut(shortcuts.back, back);
  useShortcut(shortcuts.previous, () => show(newer?.key));
  useShortcut(shortcuts.next, () => show(older?.key));

  return (
    <>
      <Button onClick={back} shortcut={shortcuts.back}>
        ← Live
      </Button>
      {at >= 0 && (
        <>
          <Button
            disabled={!newer}
            onClick={() => show(newer?.key)}
            shortcut={shortcuts.previous}
            aria-label="Newer image"
          >
            ‹ Newer
          </Button>
          <Button
            disabled={!older}
            onClick={() => show(older?.key)}
            shortcut={shortcuts.next}
            aria-label="Older image"
          >
            Older ›
          </Button>
        </>
      )}
    </>
  );
}
