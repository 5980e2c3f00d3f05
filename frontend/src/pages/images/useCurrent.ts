import { useCallback, useState } from 'react';
import type { ImageSummary } from '../../api/types';
import { useListPlace } from '../../images/useListPlace';

/** The image that is looked at in a list; coming back to the list leads to it again. */
export function useCurrent(search: string, images: readonly ImageSummary[]) {
  const place = useListPlace(search);
  const [start] = useState(() => {
    const last = place.last();
    if (!last) return null;
    const index = images.findIndex((image) => image.key === last.key);
    return index >= 0 ? index : null;
  });
  const [current, set] = useState(start ?? 0);
  const setCurrent = useCallback(
    (index: number) => {
      set(index);
      const image = images[index];
      if (image) place.remember({ index, key: image.key });
    },
    [images, place],
  );
  return { current, setCurrent, focused: start !== null };
}
