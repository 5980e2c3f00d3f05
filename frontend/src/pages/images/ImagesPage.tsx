import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import type { ImageSummary } from '../../api/types';
import { chipsOf, goesByRank, writeFilters, type ImageFilters } from '../../images/filters';
import { useFilters } from '../../images/useFilters';
import { useImages } from '../../images/useImages';
import { useOverlay } from '../../images/useOverlay';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { useMedia } from '../../ui/useMedia';
import { useStored } from '../../ui/useStored';
import { Chips } from './Chips';
import { Filters } from './Filters';
import { ImageGrid } from './ImageGrid';
import { FailedList, LoadingList, NoMatch, NothingYet } from './ListStates';
import { ListBar } from './ListBar';
import { SidePanel } from './SidePanel';
import { useCurrent } from './useCurrent';
import styles from './ImagesPage.module.css';

/** All images that were scored, narrowed down by what the address says. */
export function ImagesPage() {
  const [filters, setFilters] = useFilters();
  const search = writeFilters(filters).toString();
  const chips = useMemo(() => chipsOf(filters), [filters]);
  const clear = () => setFilters({ sort: filters.sort });
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Images</h1>
        <Filters filters={filters} onChange={setFilters} active={chips.length} />
      </header>
      <Chips chips={chips} onChange={setFilters} onClear={clear} />
      <List key={search} filters={filters} search={search} filtered={chips.length > 0} />
    </div>
  );
}

function List({
  filters,
  search,
  filtered,
}: {
  filters: ImageFilters;
  search: string;
  filtered: boolean;
}) {
  const list = useImages(filters);
  const queries = useQueryClient();
  const reload = () => void queries.resetQueries({ queryKey: ['images', 'list', filters] });
  if (list.isPending) return <LoadingList />;
  if (list.isError) {
    return <FailedList error={list.error} busy={list.isFetching} retry={reload} />;
  }
  if (list.total === 0) return filtered ? <NoMatch reload={reload} /> : <NothingYet />;
  return <FullList list={list} filters={filters} search={search} reload={reload} />;
}

function FullList({
  list,
  filters,
  search,
  reload,
}: {
  list: ReturnType<typeof useImages>;
  filters: ImageFilters;
  search: string;
  reload: () => void;
}) {
  const { current, setCurrent, focused } = useCurrent(search, list);
  const [overlay, setOverlay] = useOverlay();
  const [panel, setPanel] = useStored<boolean>('telltale.panel', true, isFlag);
  const wide = useMedia('(min-width: 900px)');
  const open = useOpen(search);
  useShortcut(shortcuts.overlay, () => setOverlay(!overlay));
  useShortcut(shortcuts.panel, () => setPanel(!panel), wide);

  const hrefOf = useCallback(
    (image: ImageSummary) => `/images/${image.key}${search && `?${search}`}`,
    [search],
  );
  const looked = list.at(current);
  return (
    <>
      <ListBar
        list={list}
        filters={filters}
        search={search}
        panel={wide ? panel : null}
        onPanel={() => setPanel(!panel)}
        reload={reload}
      />
      <div className={styles.columns} data-panel={wide && panel}>
        <ImageGrid
          list={list}
          current={current}
          focused={focused}
          onCurrent={setCurrent}
          hrefOf={hrefOf}
          onOpen={open}
          picks={wide && panel}
          byRank={goesByRank(filters)}
        />
        {wide && panel && looked && (
          <SidePanel
            image={looked}
            index={current}
            total={list.total}
            onOpen={() => open(looked)}
          />
        )}
      </div>
    </>
  );
}

/** Opens an image on its own page, which then knows the list that it came from. */
function useOpen(search: string) {
  const navigate = useNavigate();
  return (image: ImageSummary) =>
    void navigate({ pathname: `/images/${image.key}`, search }, { state: { from: 'images' } });
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}
