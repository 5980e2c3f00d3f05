import { useState } from 'react';
import type { ImageDetail } from '../../api/types';
import { Picture } from '../../images/Picture';
import { originalUrl, overlayUrl, type Colormap } from '../../images/pictures';
import { useClassMap } from '../../images/useClassMap';
import { useOverlay } from '../../images/useOverlay';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { useStored } from '../../ui/useStored';
import { ClassMapState } from './ClassMapState';
import { StageControls } from './StageControls';
import pageStyles from './ImagePage.module.css';
import styles from './Stage.module.css';

/** Width in pixels that the page asks of the server for the large picture. */
const WIDTH = 1024;

/**
 * The picture with an attention map over it. The map is fetched once, at full strength, and the
 * browser blends it, so that the slider follows the hand.
 */
export function Stage({ image }: { image: ImageDetail }) {
  const [shown, setShown] = useOverlay();
  const [opacity, setOpacity] = useStored<number>('telltale.opacity', 0.5, isShare);
  const [colormap, setColormap] = useStored<Colormap>('telltale.colormap', 'jet', isColormap);
  const [chosen, setTarget] = useState<string | null>(null);
  const target = chosen === image.predicted ? null : chosen;
  const map = useClassMap(image, WIDTH, { colormap, target: shown ? target : null });
  useShortcut(shortcuts.overlay, () => setShown(!shown));
  const src = target ? map.data?.src : overlayUrl(image, WIDTH, 1, { colormap });
  return (
    <figure className={pageStyles.panel}>
      <div className={styles.stage}>
        <Picture src={originalUrl(image, WIDTH)} alt={`${image.id} as it came`} />
        {shown && src && (
          <Picture
            src={src}
            alt={`where the model looked for ${target ?? image.predicted}`}
            opacity={opacity}
          />
        )}
        {shown && target && <ClassMapState target={target} predicted={image.predicted} map={map} />}
      </div>
      <StageControls
        image={image}
        shown={shown}
        onShown={setShown}
        opacity={opacity}
        onOpacity={setOpacity}
        colormap={colormap}
        onColormap={setColormap}
        target={target}
        onTarget={(name) => {
          setTarget(name);
          if (name) setShown(true);
        }}
      />
    </figure>
  );
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isColormap(value: unknown): boolean {
  return value === 'jet' || value === 'viridis';
}
