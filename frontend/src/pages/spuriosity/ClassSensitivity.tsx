import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type {
  SpuriosityClass,
  SpuriosityClassSensitivity,
  SpuriosityCorruption,
} from '../../api/types';
import { count } from '../../format/numbers';
import { corruptions, lostWords, taken } from './cueWords';
import { OptionalSection } from './DocumentSection';
import { IntervalBar, scaleOf, type Scale } from './IntervalBar';
import { ModelField } from './ModelField';
import { dropAt, type RegionDrop } from './regionDrops';
import { StripPicture } from './StripPicture';
import { useArrival } from './useArrival';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { Verdict } from './Verdict';
import { pointsRange, pWords } from './words';
import layout from '../../ui/layout.module.css';
import page from './ClassPage.module.css';
import styles from './ClassSensitivity.module.css';

/** What a model loses on a class when colour, texture or shape is taken from where a feature is. */
export function ClassSensitivity(
  props: {
    found: SpuriosityClass;
  } & Choice,
) {
  const asked = useDocument(`sensitivity-class-${props.found.class}`);
  return (
    <OptionalSection
      id="regions"
      title="What happens when a feature’s region is corrupted"
      stage="sensitivity"
      asked={asked}
      height={320}
    >
      {(data) => <Drops data={data} {...props} />}
    </OptionalSection>
  );
}

interface Choice {
  readonly models: readonly string[];
  readonly model: number;
  readonly onChoose: (name: string) => void;
}

function Drops({
  data,
  found: { name, features },
  ...choice
}: { data: SpuriosityClassSensitivity; found: SpuriosityClass } & Choice) {
  useArrival('regions');
  const { models, model } = choice;
  const measured = useMemo(
    () =>
      new Map(
        data.features.map(({ feature, picture, corruptions: of }) => [
          feature,
          {
            sheet: picture,
            drops: new Map(of.map((one) => [one.corruption, dropAt(one, model)])),
          },
        ]),
      ),
    [data, model],
  );
  const scale = useMemo(
    () =>
      scaleOf(
        [...measured.values()].flatMap(({ drops }) =>
          [...drops.values()].flatMap(({ drop, low, high }) => [drop, low, high]),
        ),
      ),
    [measured],
  );
  const seen = features.flatMap((feature) => {
    const of = measured.get(feature.feature);
    return of ? [{ ...feature, ...of }] : [];
  });
  if (seen.length === 0) return <p>No feature of {name} was looked at.</p>;
  return (
    <>
      <div className={page.choices}>
        <p className={layout.quiet}>
          Accuracy that {models[model]} loses on the images of {name} that activate a feature most,
          up to {count(data.images)}, when its region loses its colour (grey), its texture (blur) or
          its shape (patches are turned), in percentage points; of a spurious feature without what
          core features cover. Much is lost where the model needs what is there; below 0 the region
          hurt. p is adjusted over all drops.
        </p>
        <ModelField name="Model that loses" {...choice} />
      </div>
      <div className={styles.cards}>
        {seen.map(({ feature, verdict, source, sheet, drops }) => (
          <FeatureDrops
            key={feature}
            className={name}
            feature={feature}
            sheet={sheet}
            drops={drops}
            scale={scale}
          >
            <Verdict verdict={verdict} source={source} />
          </FeatureDrops>
        ))}
      </div>
    </>
  );
}

/** One feature: its pictures as they are and corrupted, and beside each row what it costs. */
function FeatureDrops({
  className,
  feature,
  sheet,
  drops,
  scale,
  children,
}: {
  /** Name of the class. */
  className: string;
  feature: number;
  /** Address of its pictures; null where there are none. */
  sheet: string | null;
  drops: ReadonlyMap<SpuriosityCorruption, RegionDrop>;
  scale: Scale;
  children: ReactNode;
}) {
  const { audit } = useSpuriosity();
  return (
    <article className={page.card} aria-label={`Region of feature ${feature}`}>
      <header>
        <h3>
          <Link to={`/audits/${audit.id}/features/${feature}`}>Feature {feature}</Link>
        </h3>
        {children}
      </header>
      <div className={styles.rows} data-sheet={sheet !== null}>
        {sheet !== null && (
          <StripPicture
            id={audit.id}
            artifact={sheet}
            told={`${className} where feature ${feature} is active: as it is, grey, blurred, turned`}
            className={styles.sheet}
          />
        )}
        {sheet !== null && <p className={styles.asIs}>as they are</p>}
        {corruptions.map((corruption) => {
          const row = drops.get(corruption);
          return (
            <div key={corruption} className={styles.drop}>
              <p>
                without {taken[corruption]}: <b>{row ? dropWords(row) : 'not measured'}</b>
              </p>
              {row && row.drop !== null && (
                <>
                  <IntervalBar value={row.drop} low={row.low} high={row.high} scale={scale} />
                  <p className={styles.figures}>{sureWords(row)}</p>
                </>
              )}
            </div>
          );
        })}
      </div>
    </article>
  );
}

function dropWords({ drop, why }: RegionDrop): string {
  return drop === null ? (why ?? 'no drop is known') : lostWords(drop);
}

function sureWords({ low, high, n, adjusted }: RegionDrop): string {
  return [
    ...(low !== null && high !== null ? [pointsRange(low, high)] : []),
    `n ${count(n)}`,
    ...(adjusted === null ? [] : [`p ${pWords(adjusted)}`]),
  ].join(', ');
}
