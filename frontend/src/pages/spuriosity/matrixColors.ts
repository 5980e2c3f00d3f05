/** Colours of a matrix: by the sign and the strength of a value, 1 being the most. */
export type CellColor = (value: number | null) => string;

/** So many shades on each side. */
const SHADES = 64;

/**
 * Mixes the colours once, for a canvas that draws thousands of cells at once.
 *
 * @param most the value that has the full colour
 * @param share how much of the full colour is mixed in, at most; a number must be legible on it
 */
export function cellColors(
  plus: string,
  minus: string,
  none: string,
  most: number,
  share: number,
): CellColor {
  const shades = (full: string) =>
    Array.from({ length: SHADES + 1 }, (_, i) => mixed(full, none, (share * i) / SHADES));
  const [up, down] = [shades(plus), shades(minus)];
  return (value) => {
    if (value === null) return 'transparent';
    const strength = Math.min(1, Math.abs(value) / (most || 1));
    return (value < 0 ? down : up)[Math.round(strength * SHADES)]!;
  };
}

function mixed(one: string, other: string, share: number): string {
  const [a, b] = [parsed(one), parsed(other)];
  const parts = a.map((v, i) => Math.round(v * share + b[i]! * (1 - share)));
  return `rgb(${parts.join(' ')})`;
}

/** `#b35806` → its three parts. */
function parsed(hex: string): number[] {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex.trim())?.[1] ?? '888888';
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
}
