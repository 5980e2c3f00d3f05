import { useState } from 'react';
import type { DataOverview } from '../../api/types';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/Section';
import { CountBar } from './CountBar';
import { pictures } from './words';
import { count } from '../../format/numbers';
import styles from './DataPage.module.css';

const AT_FIRST = 20;

/** How many pictures each class has, in all and in each split. */
export function Classes({ overview }: { overview: DataOverview }) {
  const [all, setAll] = useState(false);
  const { label, classes, splits, unlabelled, withoutSplit } = overview;
  if (label === null) return <p>No label is known of these pictures.</p>;
  const most = Math.max(...classes.map((one) => one.pictures));
  const mostInSplit = Math.max(0, ...classes.flatMap((one) => one.bySplit));
  const empty = classes.filter((one) => one.pictures === 0);
  return (
    <>
      {empty.length > 0 && (
        <p data-warn="true">
          ▲ No picture is of {empty.length === 1 ? 'the class' : 'the classes'}{' '}
          {empty
            .slice(0, 10)
            .map((one) => one.name)
            .join(', ')}
          {empty.length > 10 && ` and ${count(empty.length - 10)} more`}.
        </p>
      )}
      <DataTable
        label="Pictures by class and split"
        head={[label, 'all#', ...splits.map((split) => `${split.value}#`)]}
      >
        {(all ? classes : classes.slice(0, AT_FIRST)).map((one) => (
          <tr key={one.name}>
            <th scope="row">{one.name}</th>
            <td>
              <CountBar value={one.pictures} most={most} />
            </td>
            {one.bySplit.map((value, index) => (
              <td key={splits[index]?.value}>
                <CountBar value={value} most={mostInSplit} />
              </td>
            ))}
          </tr>
        ))}
        {splits.length > 0 && (
          <tr>
            <th scope="row">all</th>
            <td data-number="true">{count(overview.pictures)}</td>
            {splits.map((split) => (
              <td key={split.value} data-number="true">
                {count(split.pictures)}
              </td>
            ))}
          </tr>
        )}
      </DataTable>
      {classes.length > AT_FIRST && (
        <Button onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? `Show the first ${AT_FIRST}` : `Show all ${count(classes.length)} classes`}
        </Button>
      )}
      {unlabelled > 0 && <p className={styles.quiet}>{pictures(unlabelled)} without a label</p>}
      {splits.length > 0 && withoutSplit > 0 && (
        <p className={styles.quiet}>{pictures(withoutSplit)} in no split</p>
      )}
    </>
  );
}
