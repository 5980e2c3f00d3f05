import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { rate } from '../format/numbers';
import { describeConnection, isFresh } from '../live/connection';
import { useConnection } from '../live/useLive';
import { useScreening } from '../screening/useScreening';

/** Shows the state in the title of the tab, where it is seen while another tab is in front. */
export function useTitle(): void {
  const { connection } = useConnection();
  const screening = useScreening();
  const { pathname } = useLocation();
  const state = isFresh(connection)
    ? screening
      ? `${rate(screening.ratePerSecond)}/s`
      : 'waiting for images'
    : describeConnection(connection, Number.MAX_SAFE_INTEGER);
  const title = `${state} · ${pageName(pathname)}Telltale`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function pageName(pathname: string): string {
  if (pathname.startsWith('/images/')) return 'Image · ';
  if (pathname === '/images') return 'Images · ';
  if (/^\/data(\/|$)/.test(pathname)) return 'Data · ';
  if (/^\/trainings(\/|$)/.test(pathname)) return 'Training · ';
  const [, part, one] = /^\/audits\/[^/]+\/(\w+)(\/.)?/.exec(pathname) ?? [];
  if (part === 'classes') return one ? 'Class · ' : 'Classes · ';
  if (part === 'features') return 'Feature · ';
  if (part === 'gaps') return 'Gaps · ';
  if (part === 'cues') return 'Cues · ';
  if (part === 'mitigate') return 'Mitigate · ';
  if (/^\/audits(\/|$)/.test(pathname)) return 'Audits · ';
  return pathname === '/system' ? 'System · ' : '';
}
