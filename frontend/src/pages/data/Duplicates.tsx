import { useState } from 'react';
import type { DataFiles, EqualPictures } from '../../api/types';
import { count } from '../../format/numbers';
import { Picture } from '../../images/Picture';
import { Button } from '../../ui/Button';
import { pictureUrl } from './useData';
import { pictures } from './words';
import styles from './DataPage.module.css';

const AT_FIRST = 6;
const SIDE_BY_SIDE = 4;
const WIDTH = 120;

/** Pictures that are there twice: those across splits first, then those of two labels. */
export function Duplicates({
  name,
  duplicates,
}: {
  name: string;
  duplicates: DataFiles['duplicates'];
}) {
  const [shown, setShown] = useState(AT_FIRST);
  const { groups, pictures: held, acrossSplits, contradictory, listed } = duplicates;
  if (groups === 0) return <p>✓ None: no two files hold the same bytes.</p>;
  return (
    <>
      <p>
        {pictures(held)} in {count(groups)} {groups === 1 ? 'group' : 'groups'} of equal files.
      </p>
      {acrossSplits > 0 && (
        <p data-warn="true">
          ▲ {count(acrossSplits)} in more than one split: what is tested was trained on.
        </p>
      )}
      {contradictory > 0 && <p data-warn="true">▲ {count(contradictory)} with different labels.</p>}
      <ul className={styles.equals} aria-label="Equal pictures">
        {listed.slice(0, shown).map((equal) => (
          <Equal key={equal.sha256} name={name} equal={equal} />
        ))}
      </ul>
      {listed.length > shown && (
        <Button onClick={() => setShown(shown + 2 * AT_FIRST)}>
          Show more ({count(listed.length - shown)} left)
        </Button>
      )}
      {groups > listed.length && (
        <p className={styles.quiet}>
          {count(listed.length)} of {count(groups)} groups are listed here;{' '}
          <code>./telltale data check DIR --out DIR</code> writes them all.
        </p>
      )}
      <p className={styles.quiet}>
        The same picture saved in another size or format has other bytes, and is not found.
      </p>
    </>
  );
}

function Equal({ name, equal }: { name: string; equal: EqualPictures }) {
  const { copies, count: all, acrossSplits, contradictory } = equal;
  return (
    <li>
      <p>
        {acrossSplits && <b data-warn="true">across splits </b>}
        {contradictory && <b data-warn="true">different labels </b>}
        {count(all)} equal
      </p>
      <div>
        {copies.slice(0, SIDE_BY_SIDE).map(({ id, label, split }) => (
          <figure key={id}>
            <span>
              <Picture src={pictureUrl(name, id, WIDTH)} alt={id} lazy />
            </span>
            <figcaption>
              {[split, label].filter((tag) => tag !== null).join(', ')}
              <code title={id}>{id.slice(id.lastIndexOf('/') + 1)}</code>
            </figcaption>
          </figure>
        ))}
        {all > SIDE_BY_SIDE && <span>and {count(all - SIDE_BY_SIDE)} more</span>}
      </div>
    </li>
  );
}
