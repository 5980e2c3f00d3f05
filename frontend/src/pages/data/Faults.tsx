import { useState } from 'react';
import type { DataFault, DataFiles } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { faultNames } from './words';
import styles from './DataPage.module.css';

const PAGE = 12;

/** Everything that is wrong with the files, each with its place; a kind at a time if asked. */
export function Faults({ files }: { files: DataFiles }) {
  const [kind, setKind] = useState('');
  const [shown, setShown] = useState(PAGE);
  const { faults, faultsByKind, listedFaults } = files;
  if (faults === 0) return <p>✓ None: every picture and mask can be read.</p>;
  const chosen = kind === '' ? listedFaults : listedFaults.filter((fault) => fault.kind === kind);
  const all = kind === '' ? faults : (faultsByKind[kind] ?? 0);
  return (
    <>
      <SelectField
        name="Kind"
        value={kind}
        onChoose={(value) => {
          setKind(value);
          setShown(PAGE);
        }}
      >
        <option value="">all kinds, {count(faults)}</option>
        {Object.entries(faultsByKind).map(([name, n]) => (
          <option key={name} value={name}>
            {faultNames[name as DataFault['kind']] ?? name}, {count(n)}
          </option>
        ))}
      </SelectField>
      <ul className={styles.faults} aria-label="Faults">
        {chosen.slice(0, shown).map(({ kind: of, file, line, what }, index) => (
          <li key={index}>
            <b>{faultNames[of] ?? of}</b>
            <code>
              {file}
              {line > 0 && `, line ${line}`}
            </code>
            <span>{what}</span>
          </li>
        ))}
      </ul>
      {chosen.length > shown && (
        <Button onClick={() => setShown(shown + 8 * PAGE)}>
          Show more ({count(chosen.length - shown)} left)
        </Button>
      )}
      {all > chosen.length && (
        <p className={styles.quiet}>
          {count(chosen.length)} of {count(all)} are listed here;{' '}
          <code>./telltale data check DIR --out DIR</code> writes them all.
        </p>
      )}
    </>
  );
}
