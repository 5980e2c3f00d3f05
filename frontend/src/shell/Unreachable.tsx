import { describeConnection } from '../live/connection';
import { useConnection } from '../live/useLive';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { useNow } from '../ui/useNow';

/** A page when the server never answered, or in a way that this page does not understand. */
export function Unreachable({ title }: { title: string }) {
  const { connection, retry } = useConnection();
  const now = useNow(true);
  return (
    <>
      <h1>{title}</h1>
      {connection.kind === 'incompatible' ? (
        <Notice title="This page and the server do not fit together" failed>
          <p>
            The server was probably replaced by another version. Reload the page; if that does not
            help, the message was: <code>{connection.why}</code>
          </p>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </Notice>
      ) : (
        <Notice title="Telltale does not answer" failed>
          <p>
            Nothing came from <code>{window.location.host}</code>. Is it running? Start it with{' '}
            <code>./telltale demo</code> or <code>./telltale serve</code>.
          </p>
          <p>{describeConnection(connection, now)}.</p>
          <Button onClick={retry}>Try now</Button>
        </Notice>
      )}
    </>
  );
}
