const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 12345 → `12,345`. */
export function count(n: number): string {
  return whole.format(n);
}

/** .87412 → `87.4 %`; the space is a thin, unbreakable one. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u202f%`;
}

/** An interval of shares: `85.9–88.8 %`. */
export function percentRange(low: number, high: number, digits = 1): string {
  return `${(low * 100).toFixed(digits)}–${percent(high, digits)}`;
}

/** A score in [0,1]: `0.551`. */
export function score(value: number): string {
  return value.toFixed(3);
}

/** A rate: three figures at most, so that its width stays put. */
export function rate(perSecond: number): string {
  return perSecond >= 99.95 ? count(perSecond) : perSecond.toFixed(1);
}

/** Milliseconds as a person says them: `8.4\u00a0ms`, `320\u00a0ms`, `2.1\u00a0s`, `3 min 20\u00a0s`. */
export function duration(millis: number): string {
  if (millis === 0) return '0';
  if (millis < 9.95) return `${millis.toFixed(1)}\u00a0ms`;
  if (millis < 999.5) return `${Math.round(millis)}\u00a0ms`;
  if (millis < 59_950) return `${(millis / 1000).toFixed(1)}\u00a0s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
  return `${Math.floor(seconds / 3600)}\u00a0h ${Math.floor((seconds % 3600) / 60)}\u00a0min`;
}

/** A size in bytes as a person says it: `64 B`, `4.1 kB`, `12.0 MB`, `1.2 GB`. */
export function bytes(n: number): string {
  if (n < 1000) return `${n}\u00a0B`;
  if (n < 999_950) return `${(n / 1000).toFixed(1)}\u00a0kB`;
  return n < 999_950_000 ? `${(n / 1e6).toFixed(1)}\u00a0MB` : `${(n / 1e9).toFixed(1)}\u00a0GB`;
}
