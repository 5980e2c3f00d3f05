import { Fragment } from 'react';
import { Link } from 'react-router';
import type { SpuriosityClass } from '../../api/types';
import { EvidenceStrips } from './EvidenceStrips';
import { useSpuriosity } from './useSpuriosity';
import { Verdict } from './Verdict';
import { suggestionWords } from './words';
import section from '../../ui/Section.module.css';
import styles from './ClassPage.module.css';

/** The features that matter most for a class, with what shows them and what was said of them. */
export function ClassFeatures({
  found: { name, features },
  names,
}: {
  found: SpuriosityClass;
  names: ReadonlyMap<number, string>;
}) {
  const { audit } = useSpuriosity();
  return (
    <section className={section.section} aria-labelledby="features">
      <h2 id="features">Features, most important first</h2>
      {features.length === 0 && <p>No feature is important for this class.</p>}
      <div className={styles.cards}>
        {features.map((one) => (
          <article key={one.feature} className={styles.card} aria-label={`Feature ${one.feature}`}>
            <header>
              <h3>
                <Link to={`/audits/${audit.id}/features/${one.feature}`}>
                  Feature {one.feature}
                </Link>
              </h3>
              <p>
                rank {one.rank}, importance {one.importance.toPrecision(3)}
              </p>
            </header>
            <Verdict verdict={one.verdict} source={one.source} />
            <EvidenceStrips
              id={audit.id}
              evidence={one.evidence}
              feature={one.feature}
              className={name}
            />
            {one.suggestion && <p>{suggestionWords(one.suggestion)}</p>}
            {one.otherClasses.length > 0 && (
              <p>
                Also important for{' '}
                {one.otherClasses.map((c, index) => (
                  <Fragment key={c}>
                    {index > 0 && ', '}
                    <Link to={`/audits/${audit.id}/classes/${c}`}>
                      {names.get(c) ?? `class ${c}`}
                    </Link>
                  </Fragment>
                ))}
                .
              </p>
            )}
          </article>
        ))}
      </div>
    </section>
  );
}
