import { createContext, useContext } from 'react';

/** Whether attention maps are shown over the pictures, and a way to change it. */
export const OverlayContext = createContext<[boolean, (shown: boolean) => void]>([false, () => {}]);

/** The choice to see where the model looked; it holds for all pages and outlives them. */
export function useOverlay(): [boolean, (shown: boolean) => void] {
  return useContext(OverlayContext);
}
