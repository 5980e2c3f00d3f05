import { memo } from 'react';
import { Link } from 'react-router';
import type { SpuriosityVerdict } from '../../api/types';
import { count } from '../../format/numbers';
import type { ListedClass } from './classOrder';
import { IntervalBar, type Scale } from './IntervalBar';
import { imageUrl } from './useSpuriosity';
import { listed, points, pointsRange, verdictWords } from './words';
import styles from './ClassesPage.module.css';

/** A feature in the row of a class. */
export interface ClassFeature {
  readonly feature: number;
  readonly verdict: SpuriosityVerdict;
  /** The image that activates it most; null while that is not known. */
  readonly place: number | null;
}

/** So many features have room. */
const MOST = 5;

/** A class in the list of all. */
export const ClassRow = memo(function ClassRow({
  id,
  search,
  one,
  models,
  k,
  features,
  scale,
}: {
  id: string;
  /** What is chosen on the list: on the page of a class its neighbours are those of the list. */
  search: string;
  one: ListedClass;
  models: readonly string[];
  /** Images at each end that were asked for. */
  k: number;
  features: readonly ClassFeature[];
  scale: Scale;
}) {
  const { class: c, name, gap, low, high, missing } = one;
  const remarks = remarksOf(one, models, k);
  return (
    <article className={styles.row} aria-label={name}>
      <div className={styles.name}>
        <h3>
          <Link to={{ pathname: `/audits/${id}/classes/${c}`, search }}>{name}</Link>
        </h3>
        <p>
          class {c}
          {one.images !== null && `, ${count(one.images)} images`}
        </p>
        {remarks.length > 0 && (
          <p className={styles.remarks} title={remarks.join('; ')}>
            ▲ {remarks.join('; ')}
          </p>
        )}
      </div>
      <ol className={styles.features} aria-label={`Features of ${name}, most important first`}>
        {features.slice(0, MOST).map(({ feature, verdict, place }) => (
          <li key={feature}>
            <Link
              to={`/audits/${id}/features/${feature}`}
              data-verdict={verdict}
              aria-label={`Feature ${feature}, ${verdictWords(verdict).slice(2)} for ${name}`}
              title={`Feature ${feature}, ${verdictWords(verdict).slice(2)}`}
            >
              {place !== null && (
                <img
                  src={imageUrl(id, place, 96)}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                />
              )}
              <span>
                {verdictWords(verdict).slice(0, 1)} {feature}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {gap === null ? (
        <p className={styles.missing}>No ranking: {missing ?? 'no gap is known'}</p>
      ) : (
        <div className={styles.gap}>
          <IntervalBar value={gap} low={low} high={high} scale={scale} />
          <p>
            <b>{points(gap)}</b>
            {low !== null && high !== null && <small> {pointsRange(low, high)} points</small>}
          </p>
        </div>
      )}
    </article>
  );
});

function remarksOf(one: ListedClass, models: readonly string[], asked: number): string[] {
  const { flagged, constant, neverPredictedBy, missing, k } = one;
  const never = neverPredictedBy.map((model) => models[model] ?? `model ${model}`);
  return [
    ...(never.length > 0
      ? [
          never.length > 3
            ? `never predicted by ${never.length} models`
            : `never predicted by ${listed(never)}`,
        ]
      : []),
    ...(flagged > 0 ? [`${count(flagged)} labels to look at`] : []),
    ...(constant.length > 0
      ? [
          `${constant.length === 1 ? 'feature' : 'features'} ${listed(constant)} the same on all images`,
        ]
      : []),
    ...(missing === null && k !== null && k < asked
      ? [`${count(k)} images at each end, not ${count(asked)}`]
      : []),
  ];
}
