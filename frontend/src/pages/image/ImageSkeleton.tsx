import { Skeleton } from '../../ui/Skeleton';
import styles from './ImagePage.module.css';

/** The page while the image is on its way, in the shape that it will have. */
export function ImageSkeleton() {
  return (
    <div className={styles.columns} aria-busy="true" aria-label="Loading the image">
      <Skeleton height="min(76vh, 600px)" />
      <div className={styles.side}>
        <Skeleton height={380} />
        <Skeleton height={220} />
      </div>
    </div>
  );
}
