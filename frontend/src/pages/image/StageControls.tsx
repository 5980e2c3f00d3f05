import type { ImageDetail } from '../../api/types';
import { percent } from '../../format/numbers';
import type { Colormap } from '../../images/pictures';
import { useChoices } from '../../images/useChoices';
import { shortcuts } from '../../keys/shortcuts';
import { Button } from '../../ui/Button';
import { SelectField, TextField } from '../../ui/Field';
import styles from './Stage.module.css';

/** What can be changed about the map over the picture. */
export function StageControls({
  image,
  shown,
  onShown,
  opacity,
  onOpacity,
  colormap,
  onColormap,
  target,
  onTarget,
}: {
  image: ImageDetail;
  shown: boolean;
  onShown: (shown: boolean) => void;
  opacity: number;
  onOpacity: (opacity: number) => void;
  colormap: Colormap;
  onColormap: (colormap: Colormap) => void;
  /** The class whose map is shown; null for the predicted one. */
  target: string | null;
  onTarget: (target: string | null) => void;
}) {
  const { predictions } = useChoices(`${image.dataset}/${image.modelHash}`);
  return (
    <figcaption className={styles.controls}>
      <Button aria-pressed={shown} onClick={() => onShown(!shown)} shortcut={shortcuts.overlay}>
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
          onChange={(event) => onOpacity(Number(event.target.value))}
        />
        <output>{percent(opacity, 0)}</output>
      </label>
      <div className={styles.choices}>
        <TextField
          name="Map of"
          value={target ?? ''}
          placeholder={`${image.predicted} (predicted)`}
          suggestions={predictions}
          onChoose={(value) => onTarget(value.trim() || null)}
        />
        <SelectField
          name="Colours"
          value={colormap}
          data-set={false}
          onChoose={(value) => onColormap(value as Colormap)}
        >
          <option value="jet">jet</option>
          <option value="viridis">viridis</option>
        </SelectField>
      </div>
    </figcaption>
  );
}
