import { useMemo } from 'react';
import type { SpuriosityClass } from '../../api/types';
import { count } from '../../format/numbers';
import { PictureRow } from './PictureRow';
import { useSpuriosity } from './useSpuriosity';
import { signed } from './words';
import section from '../../ui/Section.module.css';
import styles from './ClassPage.module.css';

/** Labels that may be wrong, with the part of each picture in which the object is; else nothing. */
export function FlaggedLabels({ found: { name, flagged } }: { found: SpuriosityClass }) {
  const { audit } = useSpuriosity();
  const pictures = useMemo(
    () =>
      flagged.map(({ place, id, spuriosity, crop, cropWhy }) => {
        const core = crop ? 'the core crop is drawn' : `no core crop: ${cropWhy ?? 'not known'}`;
        return {
          place,
          told: `${id}: labelled ${name}, spuriosity ${signed(spuriosity, 2)}; ${core}`,
          caption: (
            <>
              {signed(spuriosity, 2)}
              {crop === null && ' · no crop'}
              <br />
              <span title={id}>{id.split('/').at(-1)}</span>
            </>
          ),
          over: crop && (
            <span
              className={styles.crop}
              data-testid="crop"
              style={{
                left: `${100 * crop.x}%`,
                top: `${100 * crop.y}%`,
                width: `${100 * crop.width}%`,
                height: `${100 * crop.height}%`,
              }}
            />
          ),
        };
      }),
    [flagged, name],
  );
  if (flagged.length === 0) return null;
  return (
    <section className={section.section} aria-labelledby="flagged">
      <h2 id="flagged">Labels to look at</h2>
      <p>
        Models are worse on {name} with the spurious cue than without it. Its{' '}
        {count(flagged.length)} images with the strongest cue often show another object, and may be
        labelled by the wrong one; the frame is around what the core features see.
      </p>
      <PictureRow id={audit.id} label={`Labels to look at of ${name}`} pictures={pictures} />
    </section>
  );
}
