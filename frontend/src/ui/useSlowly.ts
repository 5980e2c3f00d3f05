import { useEffect, useRef, useState } from 'react';

/** A value that changes often, shown at most once in `millis`: charts need no more. */
export function useSlowly<T>(value: T, millis: number): T {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), millis);
    return () => clearInterval(timer);
  }, [millis]);
  return shown;
}
