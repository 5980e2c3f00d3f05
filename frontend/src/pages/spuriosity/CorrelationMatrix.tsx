import { useCallback } from 'react';
import type { SpuriosityGaps } from '../../api/types';
import { Matrix } from './Matrix';
import { signed } from './words';

/** How far each model agrees with each other. */
export function CorrelationMatrix({
  label,
  names,
  pairs,
  over,
}: {
  label: string;
  /** Of the models. */
  names: readonly string[];
  pairs: SpuriosityGaps['value'];
  /** What the correlations are over: ` over 12 classes`. */
  over: string;
}) {
  const valueAt = useCallback(
    (row: number, column: number) => pairs[row]?.[column] ?? null,
    [pairs],
  );
  return (
    <Matrix
      label={label}
      rows={names}
      columns={names}
      valueAt={valueAt}
      short={hundredths}
      tell={(row, column) => {
        const r = valueAt(row, column);
        const of =
          row === column ? `${names[row]} with itself` : `${names[row]} and ${names[column]}`;
        return `${of}: ${r === null ? 'not known' : `r ${signed(r, 2)}`}${over}.`;
      }}
      most={1}
    />
  );
}

function hundredths(value: number): string {
  return signed(value, 2).replace(/^(.)0/, '$1');
}
