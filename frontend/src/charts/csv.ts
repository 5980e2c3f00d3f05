/** Values under names, as numbers a program can read. */
export interface Csv {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The values as CSV (RFC 4180): commas, CRLF, quotes only where needed; null is empty. */
export function toCsv({ head, rows }: Csv): string {
  return [head, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');
}

function field(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A file name made of a title: `Accuracy by group` → `telltale-accuracy-by-group.csv`. */
export function csvName(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return `telltale-${words.join('-')}.csv`;
}
