import { useCallback, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { gridTarget } from '../../keys/gridTarget';

/**
 * One tab stop for a grid of cards: arrows, Home and End move the focus among them. The grid may
 * have any number of columns; cards on one line have the same top.
 */
export function useRovingFocus(count: number): {
  grid: RefObject<HTMLUListElement | null>;
  current: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (index: number) => void;
  focus: (index: number) => void;
} {
  const grid = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, Math.max(0, count - 1));

  const focus = useCallback((index: number) => {
    const cards = cardsOf(grid.current);
    cards[Math.max(0, Math.min(index, cards.length - 1))]?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const cards = cardsOf(grid.current);
    const at = cards.indexOf(document.activeElement as HTMLElement);
    const to = at < 0 ? null : gridTarget(event.key, at, cards.length, columnsOf(cards));
    if (to === null) return;
    event.preventDefault();
    focus(to);
  };

  return { grid, current, onKeyDown, onFocus: setFocused, focus };
}

function cardsOf(grid: HTMLElement | null): HTMLElement[] {
  const cards = [...(grid?.querySelectorAll<HTMLElement>('a') ?? [])];
  return cards.filter((card) => card.checkVisibility?.() ?? true);
}

function columnsOf(cards: readonly HTMLElement[]): number {
  const top = cards[0]?.offsetTop;
  const next = cards.findIndex((card) => card.offsetTop !== top);
  return next < 0 ? Math.max(1, cards.length) : next;
}
