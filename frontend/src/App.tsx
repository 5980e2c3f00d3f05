import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Route, Routes } from 'react-router';
import { OverlayContext } from './images/useOverlay';
import { StreamProvider } from './images/useStream';
import type { LiveFeed } from './live/feed';
import { LiveContext } from './live/useLive';
import { ImagePage } from './pages/image/ImagePage';
import { LivePage } from './pages/live/LivePage';
import { NoSuchPage } from './pages/NoSuchPage';
import { ScreeningProvider } from './screening/useScreening';
import { Shell } from './shell/Shell';
import { ThemeProvider, useThemeChoice } from './theme/useTheme';
import { useStored } from './ui/useStored';

/** The dashboard, inside a router: `feed` is its live end of the server. */
export function App({ feed, queries }: { feed: LiveFeed; queries: QueryClient }) {
  return (
    <QueryClientProvider client={queries}>
      <LiveContext.Provider value={feed}>
        <Choices>
          <ScreeningProvider>
            <StreamProvider>
              <Routes>
                <Route element={<Shell />}>
                  <Route index element={<LivePage />} />
                  <Route path="images/:key" element={<ImagePage />} />
                  <Route path="*" element={<NoSuchPage />} />
                </Route>
              </Routes>
            </StreamProvider>
          </ScreeningProvider>
        </Choices>
      </LiveContext.Provider>
    </QueryClientProvider>
  );
}

/** What a person has chosen for all pages. */
function Choices({ children }: { children: ReactNode }) {
  const theme = useThemeChoice();
  const overlay = useStored<boolean>(
    'telltale.overlay',
    false,
    (value) => typeof value === 'boolean',
  );
  return (
    <ThemeProvider value={theme}>
      <OverlayContext.Provider value={overlay}>{children}</OverlayContext.Provider>
    </ThemeProvider>
  );
}
