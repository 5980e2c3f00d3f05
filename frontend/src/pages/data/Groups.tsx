import { useState } from 'react';
import type { DataGroups } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/Section';
import { CountBar } from './CountBar';
import { groupName, isRare, pictures, smallestGroup } from './words';
import styles from './DataPage.module.css';

const AT_FIRST = 12;

/** How many pictures each combination of label and groups has, the fewest first. */
export function Groups({ groups, label }: { groups: DataGroups; label: string | null }) {
  const [all, setAll] = useState(false);
  const { by, combinations, empty, unknown, listed, smallest } = groups;
  if (by.length === 0 || smallest === null) {
    return <p>Neither label nor groups are known of these pictures.</p>;
  }
  const rising = [...listed].sort((a, b) => a.pictures - b.pictures);
  const most = Math.max(...listed.map((group) => group.pictures));
  return (
    <>
      <p data-warn={isRare(smallest, combinations)}>
        {smallestGroup(smallest, label, combinations)}
      </p>
      {empty > 0 && (
        <p data-warn="true">
          ▲ {count(empty)} of {count(combinations)} combinations {empty === 1 ? 'has' : 'have'} no
          picture at all.
        </p>
      )}
      <DataTable label="Pictures by group" head={[by.join(' × '), 'pictures#', 'share#']}>
        {(all ? rising : rising.slice(0, AT_FIRST)).map((group) => {
          const name = groupName(group.values, label);
          return (
            <tr key={name} data-warn={isRare(group, combinations)}>
              <th scope="row">{name}</th>
              <td>
                <CountBar value={group.pictures} most={most} />
              </td>
              <td data-number="true">{percent(group.share)}</td>
            </tr>
          );
        })}
      </DataTable>
      {rising.length > AT_FIRST && (
        <Button onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? `Show the ${AT_FIRST} smallest` : `Show ${count(rising.length)} groups`}
        </Button>
      )}
      {combinations > listed.length && (
        <p className={styles.quiet}>
          Of {count(combinations)} combinations the {count(listed.length)} rarest that have pictures
          are listed.
        </p>
      )}
      {unknown > 0 && (
        <p className={styles.quiet}>{pictures(unknown)} of which not all of these are known</p>
      )}
    </>
  );
}
