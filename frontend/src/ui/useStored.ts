import { useState } from 'react';

/** A value that outlives the page in this browser; `isValid` guards what an older page left. */
export function useStored<T extends string | number | boolean>(
  name: string,
  initial: T,
  isValid: (value: unknown) => boolean,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const stored = read(name);
    return isValid(stored) ? (stored as T) : initial;
  });
  const store = (next: T) => {
    setValue(next);
    write(name, next);
  };
  return [value, store];
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still shows the choice until the page closes.
  }
}
