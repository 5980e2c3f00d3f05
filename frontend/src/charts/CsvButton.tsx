import type { ComponentProps } from 'react';
import { Button } from '../ui/Button';
import { download } from '../ui/download';
import { csvName, toCsv, type Csv } from './csv';

/** Saves values as CSV; they are put together when it is pressed. */
export function CsvButton({
  title,
  csv,
  ...rest
}: {
  /** What the values are: the file is named after it. */
  title: string;
  csv: () => Csv;
} & ComponentProps<typeof Button>) {
  return (
    <Button
      aria-label={`${title} as CSV`}
      onClick={() => download(csvName(title), 'text/csv', toCsv(csv()))}
      {...rest}
    >
      CSV
    </Button>
  );
}
