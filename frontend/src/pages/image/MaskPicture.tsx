import type { ImageDetail } from '../../api/types';
import { Picture } from '../../images/Picture';
import { maskUrl } from '../../images/pictures';
import pageStyles from './ImagePage.module.css';
import styles from './AttentionMap.module.css';

/** The object mask that the attention map is scored against. */
export function MaskPicture({ image }: { image: ImageDetail }) {
  return (
    <figure className={pageStyles.panel}>
      <div className={styles.head}>
        <h3>Object mask</h3>
      </div>
      <div className={styles.square}>
        <Picture src={maskUrl(image, 512)} alt={`object mask of ${image.id}`} />
      </div>
      <figcaption className={styles.note}>White is the object.</figcaption>
    </figure>
  );
}
