import { useLocation, useNavigate } from 'react-router';
import { originalUrl, overlayUrl } from '../../images/pictures';
import { useImage } from '../../images/useImage';
import { useListPlace } from '../../images/useListPlace';
import { useOverlay } from '../../images/useOverlay';
import { useStream } from '../../images/useStream';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';
import { useList } from './useList';

/** Back to the list that the image was opened from, and on to its neighbours there. */
export function ImageNavigation({ imageKey }: { imageKey: string }) {
  const navigate = useNavigate();
  const { state } = useLocation() as { state: unknown };
  const list = useList(imageKey);
  const place = useListPlace(list.search);
  const [, dispatch] = useStream();
  const { name, pathname, search, previous, next } = list;

  const back = () => void navigate({ pathname, search });
  const show = (key: string | null | undefined, step: 1 | -1) => {
    if (!key) return;
    if (name === 'Live') dispatch({ type: 'open', key });
    else place.step(imageKey, key, step);
    void navigate({ pathname: `/images/${key}`, search }, { replace: true, state });
  };
  useShortcut(shortcuts.back, back);
  useShortcut(shortcuts.previous, () => show(previous, -1));
  useShortcut(shortcuts.next, () => show(next, 1));

  return (
    <>
      <Button onClick={back} shortcut={shortcuts.back}>
        ← {name}
      </Button>
      <Button
        disabled={!previous}
        onClick={() => show(previous, -1)}
        shortcut={shortcuts.previous}
        aria-label="Previous image"
      >
        ‹ Previous
      </Button>
      <Button
        disabled={!next}
        onClick={() => show(next, 1)}
        shortcut={shortcuts.next}
        aria-label="Next image"
      >
        Next ›
      </Button>
      {list.error && <span role="status">▲ Neighbours unknown: {list.error.message}</span>}
      {[next, previous].map((key) => key && <Prefetched key={key} imageKey={key} />)}
    </>
  );
}

/** Fetches a neighbour's numbers and pictures, so that it is there when it is gone to. */
function Prefetched({ imageKey }: { imageKey: string }) {
  const [overlay] = useOverlay();
  const { data: image } = useImage(imageKey);
  if (!image) return null;
  return (
    <>
      <img src={originalUrl(image, 1024)} alt="" hidden />
      {overlay && <img src={overlayUrl(image, 1024, 1)} alt="" hidden />}
    </>
  );
}
