import type { ImageDetail } from '../../api/types';
import { percent } from '../../format/numbers';
import { Picture } from '../../images/Picture';
import { originalUrl, overlayUrl } from '../../images/pictures';
import { useOverlay } from '../../images/useOverlay';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';
import { useStored } from '../../ui/useStored';
import pageStyles from './ImagePage.module.css';
import styles from './Stage.module.css';

/** Width in pixels that the page asks of the server for the large picture. */
const WIDTH = 1024;

/**
 * The picture with the attention map over it. The map is fetched once, at full strength, and the
 * browser blends it, so that the slider follows the hand.
 */
export function Stage({ image }: { image: ImageDetail }) {
  const [shown, setShown] = useOverlay();
  const [opacity, setOpacity] = useStored<number>('telltale.opacity', 0.5, isShare);
  useShortcut(shortcuts.overlay, () => setShown(!shown));
  return (
    <figure className={pageStyles.panel}>
      <div className={styles.stage}>
        <Picture src={originalUrl(image.key, WIDTH)} alt={`${image.id} as it came`} />
        {shown && (
          <Picture
            src={overlayUrl(image.key, WIDTH, 1)}
            alt={`where the model looked for ${image.predicted}`}
            opacity={opacity}
          />
        )}
      </div>
      <figcaption className={styles.controls}>
        <Button aria-pressed={shown} onClick={() => setShown(!shown)} shortcut={shortcuts.overlay}>
          Attention
        </Button>
        <label className={styles.opacity}>
          <span>Opacity</span>
          <input
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            disabled={!shown}
            onChange={(event) => setOpacity(Number(event.target.value))}
          />
          <output>{percent(opacity, 0)}</output>
        </label>
      </figcaption>
    </figure>
  );
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
