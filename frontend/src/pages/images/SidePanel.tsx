import type { ImageSummary } from '../../api/types';
import { count } from '../../format/numbers';
import { Picture } from '../../images/Picture';
import { originalUrl, overlayUrl } from '../../images/pictures';
import { useImage } from '../../images/useImage';
import { useOverlay } from '../../images/useOverlay';
import { Verdict } from '../../images/Verdict';
import { Button } from '../../ui/Button';
import { Skeleton } from '../../ui/Skeleton';
import { NumberRows } from '../image/ImageNumbers';
import styles from './ImagesPage.module.css';

const WIDTH = 512;

/** The image that is looked at in the list: its picture and its numbers. */
export function SidePanel({
  image,
  index,
  total,
  onOpen,
}: {
  image: ImageSummary;
  index: number;
  total: number;
  onOpen: () => void;
}) {
  const [overlay] = useOverlay();
  const { data: detail, error, isFetching, refetch } = useImage(image.key);
  return (
    <aside className={styles.panel} aria-label="Selected image">
      <div className={styles.panelScroll} tabIndex={0} role="region" aria-label="Its numbers">
        <div className={styles.picture}>
          <Picture src={originalUrl(image, WIDTH)} alt={`${image.id} as it came`} />
          {overlay && (
            <Picture
              src={overlayUrl(image, WIDTH, 0.5)}
              alt={`where the model looked for ${image.predicted}`}
            />
          )}
        </div>
        <header>
          <h2>{image.id}</h2>
          <Verdict right={image.right} />
        </header>
        {detail ? (
          <NumberRows image={detail} />
        ) : error ? (
          <div role="alert">
            <p>Its numbers could not be loaded: {error.message}</p>
            <Button onClick={() => void refetch()} disabled={isFetching}>
              Try again
            </Button>
          </div>
        ) : (
          <Skeleton height={360} />
        )}
      </div>
      <footer>
        <span>
          {count(index + 1)} of {count(total)}
        </span>
        <Button onClick={onOpen}>
          Open <kbd aria-hidden="true">Enter</kbd>
        </Button>
      </footer>
    </aside>
  );
}
