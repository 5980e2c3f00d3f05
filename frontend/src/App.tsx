import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Route, Routes } from 'react-router';
import { ListPlaces, type ListPlace } from './images/useListPlace';
import { OverlayContext } from './images/useOverlay';
import { StreamProvider } from './images/useStream';
import type { LiveFeed } from './live/feed';
import { LiveContext } from './live/useLive';
import { ImageSkeleton } from './pages/image/ImageSkeleton';
import { LivePage } from './pages/live/LivePage';
import { NoSuchPage } from './pages/NoSuchPage';
import { PageSkeleton } from './pages/PageSkeleton';
import { ScreeningProvider } from './screening/useScreening';
import { Shell } from './shell/Shell';
import { ThemeProvider, useThemeChoice } from './theme/useTheme';
import { useStored } from './ui/useStored';

// Live is what most open first; the others are fetched when they are opened.
const ImagesPage = lazy(async () => ({
  default: (await import('./pages/images/ImagesPage')).ImagesPage,
}));
const ImagePage = lazy(async () => ({
  default: (await import('./pages/image/ImagePage')).ImagePage,
}));
const DataPage = lazy(async () => ({
  default: (await import('./pages/data/DataPage')).DataPage,
}));
const TrainingPage = lazy(async () => ({
  default: (await import('./pages/training/TrainingPage')).TrainingPage,
}));
const AuditsPage = lazy(async () => ({
  default: (await import('./pages/audits/AuditsPage')).AuditsPage,
}));
const NewAuditPage = lazy(async () => ({
  default: (await import('./pages/audits/NewAuditPage')).NewAuditPage,
}));
const SpuriosityPages = lazy(async () => ({
  default: (await import('./pages/spuriosity/SpuriosityPages')).SpuriosityPages,
}));
const SystemPage = lazy(async () => ({
  default: (await import('./pages/system/SystemPage')).SystemPage,
}));

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
                  <Route path="images" element={later('Images', <ImagesPage />)} />
                  <Route
                    path="images/:key"
                    element={
                      <Suspense fallback={<ImageSkeleton />}>
                        <ImagePage />
                      </Suspense>
                    }
                  />
                  <Route path="data" element={later('Data', <DataPage />)} />
                  <Route path="data/:name" element={later('Data', <DataPage />)} />
                  <Route path="trainings" element={later('Training', <TrainingPage />)} />
                  <Route path="trainings/:run" element={later('Training', <TrainingPage />)} />
                  <Route path="audits" element={later('Audits', <AuditsPage />)} />
                  <Route path="audits/new" element={later('Start an audit', <NewAuditPage />)} />
                  <Route path="audits/:id" element={later('Audits', <AuditsPage />)} />
                  <Route path="audits/:id/*" element={later('Audit', <SpuriosityPages />)} />
                  <Route path="system" element={later('System', <SystemPage />)} />
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

function later(title: string, page: ReactNode) {
  return <Suspense fallback={<PageSkeleton title={title} />}>{page}</Suspense>;
}

/** What a person has chosen for all pages. */
function Choices({ children }: { children: ReactNode }) {
  const theme = useThemeChoice();
  const overlay = useStored<boolean>(
    'telltale.overlay',
    false,
    (value) => typeof value === 'boolean',
  );
  const [places] = useState(() => new Map<string, ListPlace>());
  return (
    <ThemeProvider value={theme}>
      <OverlayContext.Provider value={overlay}>
        <ListPlaces.Provider value={places}>{children}</ListPlaces.Provider>
      </OverlayContext.Provider>
    </ThemeProvider>
  );
}
