import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useStored } from '../ui/useStored';

/** What a person may choose. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const choices: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** The chosen theme, the one that is shown, and a step to the next choice. */
export interface Theme {
  readonly choice: ThemeChoice;
  readonly shown: 'light' | 'dark';
  readonly next: () => void;
}

const ThemeContext = createContext<Theme>({ choice: 'system', shown: 'light', next: () => {} });

/** Gives the theme to the components inside. */
export const ThemeProvider = ThemeContext.Provider;

/** The theme around this component. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}

/** Keeps the theme: persisted, and written on the document. Once per page. */
export function useThemeChoice(): Theme {
  const [choice, setChoice] = useStored<ThemeChoice>('telltale.theme', 'system', (value) =>
    choices.includes(value as ThemeChoice),
  );
  const systemDark = useSystemDark();
  const wanted = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice;
  const [shown, setShown] = useState(wanted);
  useEffect(() => {
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    // Charts read the colours from the document: they may only do so once it has them.
    setShown(wanted);
  }, [choice, wanted]);
  const next = () => setChoice(choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'system');
  return { choice, shown, next };
}

const darkQuery = '(prefers-color-scheme: dark)';

function useSystemDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia?.(darkQuery);
      query?.addEventListener('change', listener);
      return () => query?.removeEventListener('change', listener);
    },
    () => window.matchMedia?.(darkQuery).matches ?? false,
  );
}
