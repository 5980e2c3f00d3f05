import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Brings a part of the page in sight to which the address leads, as soon as it is there. */
export function useArrival(id: string): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (hash === `#${id}`) document.getElementById(id)?.scrollIntoView();
  }, [hash, id]);
}
