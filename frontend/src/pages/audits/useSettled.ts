import { useEffect, useState } from 'react';

/** A value once it has rested for `millis`: what is being typed is not asked about at each key. */
export function useSettled<T extends string | null>(value: T, millis: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), millis);
    return () => clearTimeout(timer);
  }, [value, millis]);
  return settled;
}
