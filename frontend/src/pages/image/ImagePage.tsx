import { useEffect, useRef } from 'react';
import { useParams } from 'react-router';
import { RequestFailed } from '../../api/client';
import { useImage } from '../../images/useImage';
import { Verdict } from '../../images/Verdict';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { AttentionMap } from './AttentionMap';
import { ImageNavigation } from './ImageNavigation';
import { ImageNumbers } from './ImageNumbers';
import { ImageSkeleton } from './ImageSkeleton';
import { RawJson } from './RawJson';
import { MaskPicture } from './MaskPicture';
import { Stage } from './Stage';
import styles from './ImagePage.module.css';

/** One image with all that was found about it. */
export function ImagePage() {
  const { key = '' } = useParams();
  const { data: image, error, isFetching, refetch } = useImage(key);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [key]);

  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <ImageNavigation imageKey={key} />
        <h1 ref={heading} tabIndex={-1}>
          {image?.id ?? 'Image'}
        </h1>
        {image && <Verdict right={image.right} />}
      </header>
      {image ? (
        <div className={styles.columns}>
          <Stage key={image.key} image={image} />
          <div className={styles.side}>
            <ImageNumbers image={image} />
            <div className={styles.maps}>
              <AttentionMap attention={image.attention} />
              {image.hasMask && <MaskPicture image={image} />}
            </div>
            <RawJson image={image} />
          </div>
        </div>
      ) : error ? (
        <ImageFailed error={error} busy={isFetching} retry={() => void refetch()} />
      ) : (
        <ImageSkeleton />
      )}
    </article>
  );
}

function ImageFailed({ error, busy, retry }: { error: Error; busy: boolean; retry: () => void }) {
  if (error instanceof RequestFailed && (error.status === 404 || error.status === 400)) {
    return (
      <Notice title="There is no such image">
        <p>
          No scored image has this address. It may have been scored by another cluster, or the
          address was cut off.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="The image could not be loaded" failed>
      <p>{error.message}</p>
      <Button onClick={retry} disabled={busy}>
        {busy ? 'Trying…' : 'Try again'}
      </Button>
    </Notice>
  );
}
