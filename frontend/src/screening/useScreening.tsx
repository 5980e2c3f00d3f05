import { createContext, useContext, useRef, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { Screening } from '../api/types';
import { useLive } from '../live/useLive';
import { chooseScreening } from './choose';

const ScreeningContext = createContext<Screening | null>(null);

/** All screenings that the server knows. */
export function useScreenings(): readonly Screening[] {
  return useLive((view) => view.live.screenings);
}

/** The screening on show; null while none is known. */
export function useScreening(): Screening | null {
  return useContext(ScreeningContext);
}

/** Chooses the screening on show; the address bar keeps the choice, so a link shows the same. */
export function useChooseScreening(): (key: string) => void {
  const [, setParams] = useSearchParams();
  return (key) => setParams({ screening: key }, { replace: true });
}

/** Decides which screening the pages inside show. */
export function ScreeningProvider({ children }: { children: ReactNode }) {
  const screenings = useScreenings();
  const [params] = useSearchParams();
  const present = useRef<string | null>(null);
  const shown = chooseScreening(screenings, params.get('screening'), present.current);
  present.current = shown?.key ?? null;
  return <ScreeningContext.Provider value={shown}>{children}</ScreeningContext.Provider>;
}
