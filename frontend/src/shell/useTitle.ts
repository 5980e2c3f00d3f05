import { useEffect } from 'react';
import { useMatch } from 'react-router';
import { rate } from '../format/numbers';
import { describeConnection, isFresh } from '../live/connection';
import { useConnection } from '../live/useLive';
import { useScreening } from '../screening/useScreening';

/** Shows the state in the title of the tab, where it is seen while another tab is in front. */
export function useTitle(): void {
  const { connection } = useConnection();
  const screening = useScreening();
  const image = useMatch('/images/:key');
  const state = isFresh(connection)
    ? screening
      ? `${rate(screening.ratePerSecond)}/s`
      : 'waiting for images'
    : describeConnection(connection, Number.MAX_SAFE_INTEGER);
  const title = `${state} · ${image ? 'Image · ' : ''}Telltale`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
