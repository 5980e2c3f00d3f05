import { useCallback, useState } from 'react';
import { useListPlace } from '../../images/useListPlace';
import type { useImages } from '../../images/useImages';

/** The image that is looked at in a list; coming back to the list leads to it again. */
export function useCurrent(search: string, { at, data, total }: ReturnType<typeof useImages>) {
  const place = useListPlace(search);
  const asOf = data?.asOf;
  const [start] = useState(() => {
    const last = place.last();
    return last && last.asOf === asOf && last.index < total ? last.index : null;
  });
  const [current, set] = useState(start ?? 0);
  const setCurrent = useCallback(
    (index: number) => {
      set(index);
      place.remember({ index, key: at(index)?.key ?? null, asOf });
    },
    [at, asOf, place],
  );
  return { current, setCurrent, focused: start !== null };
}
