import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { SpuriosityClasses, SpuriosityVerdict } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { arranged, type ListedClass } from './classOrder';
import { imageUrl, useDocument, useSpuriosity } from './useSpuriosity';
import { ticked, type Choice } from './verdictChoice';
import field from '../../ui/Field.module.css';
import styles from './MitigatePage.module.css';

const AT_ONCE = 12;

/** A box for each feature of each class: ticked is spurious, the others belong to the class. */
export function VerdictFields({
  all,
  choice,
  onChange,
}: {
  all: SpuriosityClasses;
  choice: Choice;
  onChange: (choice: Choice) => void;
}) {
  const { audit } = useSpuriosity();
  const features = useDocument('features').data;
  const [text, setText] = useState('');
  const [most, setMost] = useState(AT_ONCE);
  const found = useMemo(() => arranged(all.classes, text, 'gap'), [all.classes, text]);
  const places = useMemo(
    () =>
      new Map(
        features?.features.flatMap(({ feature, classes }) =>
          classes.map(({ class: c, evidence, source }) => [
            `${c}/${feature}`,
            { place: evidence?.highestPlaces[0] ?? null, source },
          ]),
        ),
      ),
    [features],
  );
  return (
    <fieldset className={styles.verdicts}>
      <legend>Which features are spurious</legend>
      {all.classes.length > AT_ONCE && (
        <label className={field.field}>
          <span>Search (name, index or feature)</span>
          <input
            type="search"
            value={text}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setMost(AT_ONCE);
            }}
          />
        </label>
      )}
      {found.length === 0 && <p>No class has this name, this index or this feature.</p>}
      {found.slice(0, most).map((one) => (
        <div key={one.class} role="group" aria-label={one.name} className={styles.class}>
          <Link to={`/audits/${audit.id}/classes/${one.class}`}>{one.name}</Link>
          <div className={styles.boxes}>
            {featuresOf(one).length === 0 && <p>No feature is important for this class.</p>}
            {featuresOf(one).map(({ feature, verdict }) => {
              const known = places.get(`${one.class}/${feature}`);
              return (
                <label key={feature} className={styles.box}>
                  <input
                    type="checkbox"
                    checked={choice.get(one.class)?.has(feature) ?? false}
                    onChange={(event) =>
                      onChange(ticked(choice, one.class, feature, event.target.checked))
                    }
                  />
                  {known?.place != null && (
                    <img
                      src={imageUrl(audit.id, known.place, 96)}
                      alt=""
                      loading="lazy"
                      draggable={false}
                    />
                  )}
                  <span>
                    Feature {feature}
                    <small>{remark(verdict, known?.source)}</small>
                  </span>
                </label>
              );
            })}
          </div>
        </div>
      ))}
      {found.length > most && (
        <p>
          <Button onClick={() => setMost(most + AT_ONCE)}>
            Show {count(Math.min(AT_ONCE, found.length - most))} more of {count(found.length)}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

function featuresOf(
  one: ListedClass,
): readonly { readonly feature: number; readonly verdict: SpuriosityVerdict }[] {
  const of = (verdict: SpuriosityVerdict, list: readonly number[]) =>
    list.map((feature) => ({ feature, verdict }));
  return [...of('spurious', one.spurious), ...of('none', one.undecided), ...of('core', one.core)];
}

function remark(verdict: SpuriosityVerdict, source: string | undefined): string {
  if (verdict === 'none') return 'nobody has judged';
  return source === 'suggested' ? `masks suggest ${verdict}` : `was ${verdict}`;
}
