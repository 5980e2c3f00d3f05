import { useCallback, useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { count } from '../../format/numbers';
import { useOverlay } from '../../images/useOverlay';
import { useStream } from '../../images/useStream';
import type { Stream } from '../../images/stream';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';
import { ImageCard } from './ImageCard';
import { StreamFilters } from './StreamFilters';
import { useRovingFocus } from './useRovingFocus';
import styles from './StreamPanel.module.css';

/** The latest images: they move until they are paused, pointed at, or walked by keyboard. */
export function StreamPanel() {
  const [stream, dispatch] = useStream();
  const [overlay, setOverlay] = useOverlay();
  const [all, setAll] = useState(false);
  const { search } = useLocation();
  const { grid, current, onKeyDown, onFocus, focus } = useRovingFocus(stream.shown.length);

  const togglePause = () => dispatch({ type: 'pause', paused: !stream.paused });
  useShortcut(shortcuts.pause, togglePause);
  useShortcut(shortcuts.overlay, () => setOverlay(!overlay));
  const open = useCallback((key: string) => dispatch({ type: 'open', key }), [dispatch]);
  const attend = (attended: boolean) => dispatch({ type: 'attend', attended });
  useReturnOfFocus(stream, focus);
  useArrowsFromAnywhere(() => focus(current));
  useEffect(() => () => dispatch({ type: 'attend', attended: false }), [dispatch]);

  return (
    <section className={styles.panel} aria-labelledby="stream">
      <header className={styles.bar}>
        <h2 id="stream">Latest images</h2>
        <p className={styles.state} role="status">
          {stateOf(stream)}
        </p>
        <Button
          aria-pressed={overlay}
          onClick={() => setOverlay(!overlay)}
          shortcut={shortcuts.overlay}
        >
          Attention
        </Button>
        <Button
          className={styles.pause}
          aria-pressed={stream.paused}
          onClick={togglePause}
          shortcut={shortcuts.pause}
        >
          {stream.paused ? '▶ Resume' : '❚❚ Pause'}
        </Button>
      </header>
      <StreamFilters />
      <div className={styles.scroll}>
        <ul
          ref={grid}
          className={styles.grid}
          data-all={all}
          onKeyDown={onKeyDown}
          onFocus={() => attend(true)}
          onBlur={(event) => attend(event.currentTarget.contains(event.relatedTarget))}
          onPointerEnter={(event) => event.pointerType === 'mouse' && attend(true)}
          onPointerLeave={(event) => attend(event.currentTarget.contains(document.activeElement))}
        >
          {stream.shown.map((image, index) => (
            <li key={image.key} onFocus={() => onFocus(index)}>
              <ImageCard
                image={image}
                overlay={overlay}
                tabIndex={index === current ? 0 : -1}
                search={search}
                onOpen={open}
              />
            </li>
          ))}
        </ul>
        {stream.shown.length === 0 && (
          <p className={styles.none}>No such image in this screening yet.</p>
        )}
        {!all && (
          <Button className={styles.more} onClick={() => setAll(true)}>
            Show all {stream.shown.length}
          </Button>
        )}
      </div>
    </section>
  );
}

function stateOf({ paused, attended, newer }: Stream): string {
  if (paused) return `Paused, ${count(newer)} newer`;
  if (attended) return `Held while you look, ${count(newer)} newer`;
  return '';
}

/** Gives the focus back to the image that was opened, when the page shows the stream again. */
function useReturnOfFocus(stream: Stream, focus: (index: number) => void) {
  const [target] = useState(() => stream.shown.findIndex((image) => image.key === stream.opened));
  useEffect(() => {
    if (target >= 0) focus(target);
  }, [target, focus]);
}

/** Lets the first arrow key enter the stream when nothing else has the focus. */
function useArrowsFromAnywhere(enter: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
      const { activeElement } = document;
      const free = activeElement === document.body || activeElement?.matches('h1[tabindex]');
      if (!free || event.defaultPrevented) return;
      event.preventDefault();
      enter();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}
