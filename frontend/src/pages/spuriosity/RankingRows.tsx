import { useMemo } from 'react';
import type { SpuriosityClass } from '../../api/types';
import { count } from '../../format/numbers';
import { ModelField } from './ModelField';
import { PictureRow, type RowPicture } from './PictureRow';
import { useSpuriosity } from './useSpuriosity';
import { signed } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';
import styles from './ClassPage.module.css';

type Ranking = NonNullable<SpuriosityClass['ranking']>;

/** The ranking of a class: its images of highest spuriosity above those of lowest. */
export function RankingRows({
  name,
  k,
  ranking,
  models,
  model,
  onChoose,
}: {
  /** Of the class. */
  name: string;
  /** Images at each end between which gaps are. */
  k: number;
  ranking: Ranking;
  models: readonly string[];
  model: number;
  onChoose: (name: string) => void;
}) {
  const { audit } = useSpuriosity();
  const { size, highest, lowest } = ranking;
  const asked = models[model]!;
  const high = useMemo(() => pictures(highest, model, asked), [highest, model, asked]);
  const low = useMemo(() => pictures(lowest, model, asked), [lowest, model, asked]);
  return (
    <section className={section.section} aria-labelledby="ranking">
      <h2 id="ranking">Ranking</h2>
      <div className={styles.choices}>
        <p>
          {count(size)} images by how strongly the spurious features are present, in standard
          deviations of the class; ✓ {asked} is right, ✕ and a dashed frame: it is wrong. Gaps are
          between the first {count(k)} of both rows.
        </p>
        <ModelField models={models} model={model} onChoose={onChoose} />
      </div>
      <div className={styles.ends}>
        <h3>Highest spuriosity</h3>
        <p className={layout.quiet}>{share(high, k)}</p>
        <PictureRow id={audit.id} label={`${name}, highest spuriosity first`} pictures={high} />
        <h3>Lowest spuriosity</h3>
        <p className={layout.quiet}>{share(low, k)}</p>
        <PictureRow id={audit.id} label={`${name}, lowest spuriosity first`} pictures={low} />
      </div>
    </section>
  );
}

function pictures(images: Ranking['highest'], model: number, asked: string): RowPicture[] {
  return images.map(({ place, id, spuriosity, right }, index) => {
    const isRight = right[model] ?? false;
    return {
      place,
      wrong: !isRight,
      told: `${index + 1}. ${id}: spuriosity ${signed(spuriosity, 2)}, ${asked} is ${isRight ? 'right' : 'wrong'}`,
      caption: (
        <>
          {isRight ? '✓' : '✕'} {signed(spuriosity, 2)}
          <br />
          <span title={id}>{id.split('/').at(-1)}</span>
        </>
      ),
    };
  });
}

function share(row: readonly RowPicture[], k: number): string {
  const first = row.slice(0, k);
  const right = first.filter(({ wrong }) => !wrong).length;
  return `${count(right)} of the first ${count(first.length)} are right.`;
}
