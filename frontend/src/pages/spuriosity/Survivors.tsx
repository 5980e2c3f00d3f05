import { useMemo } from 'react';
import { Link } from 'react-router';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriosityDiscovery } from '../../api/types';
import { count } from '../../format/numbers';
import { useMedia } from '../../ui/useMedia';
import { alongHeadWords } from './cueWords';
import { IntervalBar, scaleOf, type Scale } from './IntervalBar';
import { StripPicture } from './StripPicture';
import { useSpuriosity } from './useSpuriosity';
import { VirtualRows } from './VirtualRows';
import { points, pointsRange, pWords } from './words';
import layout from '../../ui/layout.module.css';
import list from './ClassesPage.module.css';
import tools from './GapsPage.module.css';
import styles from './Survivors.module.css';

type Survivor = SpuriosityDiscovery['survivors'][number];
type Names = ReadonlyMap<number, string>;

/** So many rows are seen at most; further ones are scrolled to. */
const SEEN = 6;

/** The directions that nobody named and whose ends differ in accuracy, of all classes. */
export function Survivors({
  found,
  names,
  encoder,
}: {
  found: SpuriosityDiscovery;
  /** Of the classes. */
  names: Names;
  /** Name of the model that was looked at. */
  encoder: string;
}) {
  const { survivors, tested, refused, method } = found;
  const narrow = useMedia('(max-width: 1000px)');
  const size = narrow ? 208 : 104;
  const rows = useMemo(
    () => survivors.toSorted((a, b) => a.adjusted - b.adjusted).map((one, key) => ({ one, key })),
    [survivors],
  );
  const scale = useMemo(
    () => scaleOf(survivors.flatMap(({ gap: { value, low, high } }) => [value, low, high])),
    [survivors],
  );
  return (
    <>
      <p className={layout.quiet}>
        Within each class directions along which its images differ are proposed on one half of them
        ({method === 'nmf' ? 'non-negative factorisation' : 'principal components'}), and tested on
        the other: the gap is the accuracy of {encoder} at the high end minus that at the low end,
        in percentage points; p is adjusted over all {count(tested)} directions. Only what survives
        is shown, and intervals do not allow for that: sizes lean upward.
      </p>
      {rows.length === 0 ? (
        <p>
          {count(tested)} {tested === 1 ? 'direction was' : 'directions were'} tested. No difference
          was seen that chance would not make; small ones are not seen with so few images.
        </p>
      ) : (
        <>
          <div className={tools.tools}>
            <p>
              {count(rows.length)} of {count(tested)} directions{' '}
              {rows.length === 1 ? 'makes' : 'make'} a difference, the surest first. Look at what
              the images at one end have and those at the other have not.
            </p>
            <CsvButton title="Cues nobody named" csv={() => survivorsCsv(rows, names)} />
          </div>
          <VirtualRows
            label="Cues nobody named, surest first"
            rows={rows}
            size={size}
            height={`${Math.min(rows.length, SEEN) * size}px`}
            keyOf={({ key }) => key}
          >
            {({ one }) => (
              <Row found={one} name={names.get(one.class) ?? `class ${one.class}`} scale={scale} />
            )}
          </VirtualRows>
        </>
      )}
      <Refused refused={refused} names={names} />
    </>
  );
}

function Row({ found, name, scale }: { found: Survivor; name: string; scale: Scale }) {
  const { audit } = useSpuriosity();
  const { class: c, direction, gap, adjusted, cosine, picture } = found;
  const { value, low, high, n } = gap;
  const called = `${name}, direction ${direction + 1}`;
  return (
    <article className={`${list.row} ${styles.row}`} aria-label={called}>
      <div className={list.name}>
        <h3>
          <Link to={`/audits/${audit.id}/classes/${c}#discovery`}>{called}</Link>
        </h3>
        <p className={styles.cosine}>along the head, either way: cosine {alongHeadWords(cosine)}</p>
      </div>
      <StripPicture
        id={audit.id}
        artifact={picture}
        told={`${called}: its high end above, its low end below`}
        className={styles.sheet}
      />
      <div className={list.gap}>
        {value !== null && <IntervalBar value={value} low={low} high={high} scale={scale} />}
        <p>
          <b>{value === null ? (gap.why ?? 'no gap') : points(value)}</b>
          <small>
            {low !== null && high !== null && ` ${pointsRange(low, high)} points`}, n {count(n)}, p{' '}
            {pWords(adjusted)}
          </small>
        </p>
      </div>
    </article>
  );
}

/** Classes that were not looked at, and why. */
function Refused({ refused, names }: { refused: SpuriosityDiscovery['refused']; names: Names }) {
  const { audit } = useSpuriosity();
  const narrow = useMedia('(max-width: 760px)');
  const size = narrow ? 58 : 30;
  if (refused.length === 0) return null;
  return (
    <>
      <h3>
        Not looked at: {count(refused.length)} {refused.length === 1 ? 'class' : 'classes'}
      </h3>
      <VirtualRows
        label="Classes that were not looked at"
        rows={refused}
        size={size}
        height={`${Math.min(refused.length, SEEN) * size}px`}
        keyOf={(one) => one.class}
      >
        {({ class: c, why }) => (
          <p className={styles.refused} title={why}>
            <Link to={`/audits/${audit.id}/classes/${c}`}>{names.get(c) ?? `class ${c}`}</Link>:{' '}
            {why}
          </p>
        )}
      </VirtualRows>
    </>
  );
}

function survivorsCsv(rows: readonly { readonly one: Survivor }[], names: Names): Csv {
  return {
    head: ['class', 'name', 'direction', 'gap', 'low', 'high', 'n', 'adjusted', 'size of cosine'],
    rows: rows.map(({ one: { class: c, direction, gap, adjusted, cosine } }) => [
      c,
      names.get(c) ?? null,
      direction + 1,
      gap.value,
      gap.low,
      gap.high,
      gap.n,
      adjusted,
      cosine,
    ]),
  };
}
