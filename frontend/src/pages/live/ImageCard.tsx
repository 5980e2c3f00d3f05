import { memo, type Ref } from 'react';
import { Link } from 'react-router';
import type { ImageSummary } from '../../api/types';
import { percent } from '../../format/numbers';
import { Picture } from '../../images/Picture';
import { originalUrl, overlayUrl } from '../../images/pictures';
import { Verdict } from '../../images/Verdict';
import styles from './ImageCard.module.css';

/** Width in pixels that the stream asks of the server for a picture. */
const WIDTH = 256;

/** One image of the stream: the picture, what it is and what the model took it for. */
export const ImageCard = memo(function ImageCard({
  image,
  overlay,
  tabIndex,
  search,
  onOpen,
  ref,
}: {
  image: ImageSummary;
  overlay: boolean;
  tabIndex: number;
  search: string;
  onOpen: (key: string) => void;
  ref?: Ref<HTMLAnchorElement>;
}) {
  return (
    <Link
      ref={ref}
      className={styles.card}
      data-right={String(image.right)}
      to={{ pathname: `/images/${image.key}`, search }}
      state={{ fromLive: true }}
      tabIndex={tabIndex}
      onClick={() => onOpen(image.key)}
    >
      <span className={styles.picture}>
        <Picture src={originalUrl(image, WIDTH)} alt="" lazy />
        {overlay && (
          <Picture
            src={overlayUrl(image, WIDTH, 0.5)}
            alt={`where the model looked in ${image.id}`}
            lazy
          />
        )}
        {image.right !== true && (
          <span className={styles.badge}>
            <Verdict right={image.right} />
          </span>
        )}
      </span>
      <span className={styles.classes} title={`${image.label ?? 'no label'} → ${image.predicted}`}>
        <span className={styles.label}>{image.label ?? 'no label'}</span>
        <span className={styles.predicted}>
          <span className={styles.arrow} aria-label="predicted">
            →
          </span>
          {image.predicted}
        </span>
      </span>
      <span className={styles.numbers}>
        <span>{percent(image.confidence)}</span>
        <span>
          {image.maskScore === null ? (
            <span className={styles.quiet}>no mask</span>
          ) : (
            <>
              <abbr title="Attention-IoU mask score">mask</abbr> {image.maskScore.toFixed(2)}
            </>
          )}
        </span>
      </span>
      <Groups groups={image.groups} />
    </Link>
  );
});

function Groups({ groups }: { groups: Record<string, string> }) {
  return (
    <span className={styles.groups}>
      {Object.entries(groups).map(([attribute, value]) => (
        <span key={attribute} className={styles.chip} title={`${attribute}: ${value}`}>
          {attribute}: {value}
        </span>
      ))}
    </span>
  );
}
