import { useEffect } from 'react';
import { useLocation } from 'react-router';

/**
 * Brings a part of the page in sight to which the address leads, as soon as it is there, and the
 * focus to its heading, so that keys and screen readers go on from it.
 *
 * @param id of the heading
 */
export function useArrival(id: string): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== `#${id}`) return;
    const heading = document.getElementById(id);
    if (!heading) return;
    heading.scrollIntoView();
    // Who went on to something else while it loaded keeps the focus there.
    if (document.activeElement !== document.body) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }, [hash, id]);
}
