import { useState } from 'react';
import type { DataCorrelations } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/Section';
import { phi, phiRange } from './words';
import styles from './DataPage.module.css';

const AT_FIRST = 10;

/** The pairs of different attributes that go together most, or exclude each other most. */
export function StrongestPairs({ found }: { found: DataCorrelations }) {
  const [all, setAll] = useState(false);
  const { indicators, strongest, leftOut } = found;
  return (
    <div className={styles.strongest}>
      <h3>Strongest pairs</h3>
      {strongest.length === 0 ? (
        <p>Of no two attributes can it be told whether they go together.</p>
      ) : (
        <DataTable label="Strongest pairs" head={['Pair', 'φ#', '95\u202f%#', 'n#', 'q#']}>
          {(all ? strongest : strongest.slice(0, AT_FIRST)).map((pair, index) => (
            <tr key={index}>
              <th scope="row" data-wrap="true">
                {indicators[pair.a]?.name}{' '}
                <span className={styles.quiet}>{(pair.phi ?? 0) < 0 ? 'without' : 'with'}</span>{' '}
                {indicators[pair.b]?.name}
              </th>
              <td data-number="true">{phi(pair.phi ?? 0)}</td>
              <td data-number="true">{phiRange(pair)}</td>
              <td data-number="true">{count(pair.n)}</td>
              <td data-number="true">{falseShare(pair.q)}</td>
            </tr>
          ))}
        </DataTable>
      )}
      {strongest.length > AT_FIRST && (
        <Button onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? `Show the first ${AT_FIRST}` : `Show ${count(strongest.length)} pairs`}
        </Button>
      )}
      <p className={styles.quiet}>
        φ is 1 when two always go together, 0 when they are independent, −1 when they exclude each
        other. q is the share of false alarms among all pairs up to this one (Benjamini–Hochberg).
      </p>
      {leftOut.length > 0 && (
        <details>
          <summary>{count(leftOut.length)} left out</summary>
          <ul className={styles.quiet}>
            {leftOut.map(({ column, reason }, index) => (
              <li key={index}>
                {column}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function falseShare(q: number | null): string {
  if (q === null) return '–';
  return q < 0.001 ? '<\u202f0.001' : q.toFixed(3);
}
