import { count } from '../../format/numbers';
import type { ImageFilters } from '../../images/filters';
import { useImageCount, type useImages } from '../../images/useImages';
import { useOverlay } from '../../images/useOverlay';
import { shortcuts } from '../../keys/shortcuts';
import { Button } from '../../ui/Button';
import buttonStyles from '../../ui/Button.module.css';
import styles from './ImagesPage.module.css';

/** How many images there are, what is new, and what can be done with them all. */
export function ListBar({
  list,
  filters,
  search,
  panel,
  onPanel,
  reload,
}: {
  list: ReturnType<typeof useImages>;
  filters: ImageFilters;
  search: string;
  /** Whether the side panel is shown; null where there is no room for one. */
  panel: boolean | null;
  onPanel: () => void;
  reload: () => void;
}) {
  const [overlay, setOverlay] = useOverlay();
  return (
    <div className={styles.bar}>
      <p className={styles.total}>
        <strong>{count(list.total)}</strong> {list.total === 1 ? 'image' : 'images'}
      </p>
      <Newer filters={filters} total={list.total} reload={reload} />
      <Reading list={list} />
      <div className={styles.actions}>
        <Export format="csv" search={search} name="CSV" />
        <Export format="jsonl" search={search} name="JSON Lines" />
        <a
          className={buttonStyles.button}
          href={`/api/images/sheet?limit=100&columns=10${overlay ? '&overlay=true' : ''}${search && `&${search}`}`}
          target="_blank"
          rel="noreferrer"
          title="The first hundred images of this list as one picture, in a window of its own"
        >
          Contact sheet
        </a>
        <Button
          aria-pressed={overlay}
          onClick={() => setOverlay(!overlay)}
          shortcut={shortcuts.overlay}
        >
          Attention
        </Button>
        {panel !== null && (
          <Button aria-pressed={panel} onClick={onPanel} shortcut={shortcuts.panel}>
            Panel
          </Button>
        )}
      </div>
    </div>
  );
}

function Newer({
  filters,
  total,
  reload,
}: {
  filters: ImageFilters;
  total: number;
  reload: () => void;
}) {
  const { data: now, isError } = useImageCount(filters, total);
  if (isError) {
    return <p className={styles.stale}>▲ The server does not answer: the list may be old.</p>;
  }
  if (now <= total) return null;
  return (
    <Button className={styles.newer} onClick={reload}>
      ↻ {count(now - total)} more since
    </Button>
  );
}

/** How the reading of what is in sight goes, while it goes on or when it failed. */
function Reading({ list }: { list: ReturnType<typeof useImages> }) {
  if (list.missed) {
    return (
      <p className={styles.stale} role="alert">
        ▲ Some could not be read: {list.missed.message}{' '}
        <Button className={styles.newer} onClick={list.readAgain}>
          Try again
        </Button>
      </p>
    );
  }
  return list.reading ? <p className={styles.reading}>reading…</p> : null;
}

function Export({ format, search, name }: { format: string; search: string; name: string }) {
  return (
    <a
      className={buttonStyles.button}
      href={`/api/images/export?format=${format}${search && `&${search}`}`}
      download={`telltale-images.${format}`}
      title={`Download all images of this list as ${name}`}
    >
      ↓ {name}
    </a>
  );
}
