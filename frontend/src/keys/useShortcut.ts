import { useEffect, useRef } from 'react';
import type { Shortcut } from './shortcuts';

/**
 * Calls `action` when the key is pressed anywhere on the page, except where the key means something
 * already: in a field, in a dialog, and, for the space bar, on a button.
 */
export function useShortcut(shortcut: Shortcut, action: () => void, enabled = true): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (!matches(event, shortcut.key) || isTaken(event)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [shortcut.key, enabled]);
}

function matches(event: KeyboardEvent, key: string): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return false;
  return event.key === key || (key.length === 1 && event.key.toLowerCase() === key);
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || document.querySelector('[role="dialog"]')) return true;
  if (!(event.target instanceof Element)) return false;
  if (event.key === ' ' && event.target.closest('button, summary')) return true;
  const field = event.target.closest('input, select, textarea, [contenteditable]');
  // A slider uses arrows and digits only: letters still work while it has the focus.
  return field !== null && field.getAttribute('type') !== 'range';
}
