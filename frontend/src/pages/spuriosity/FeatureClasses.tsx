import { useState } from 'react';
import { Link } from 'react-router';
import type { SpuriosityFeatures } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { EvidenceStrips } from './EvidenceStrips';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { Verdict } from './Verdict';
import section from '../../ui/Section.module.css';
import styles from './ClassPage.module.css';

const AT_ONCE = 24;

/** The classes of a feature side by side: those for which it is core first. */
export function FeatureClasses({
  feature,
  classes,
}: {
  feature: number;
  classes: SpuriosityFeatures['features'][number]['classes'];
}) {
  const { audit } = useSpuriosity();
  const names = new Map(
    useDocument('classes').data?.classes.map(({ class: c, name }) => [c, name]),
  );
  const [most, setMost] = useState(AT_ONCE);
  const rank = { core: 0, spurious: 1, none: 2 };
  const sorted = classes.toSorted(
    (a, b) => rank[a.verdict] - rank[b.verdict] || b.importance - a.importance,
  );
  return (
    <section className={section.section} aria-labelledby="classes">
      <h2 id="classes">Its classes, side by side</h2>
      <div className={styles.cards}>
        {sorted.slice(0, most).map(({ class: c, importance, verdict, source, evidence }) => {
          const name = names.get(c) ?? `class ${c}`;
          return (
            <article key={c} className={styles.card} aria-label={name}>
              <header>
                <h3>
                  <Link to={`/audits/${audit.id}/classes/${c}`}>{name}</Link>
                </h3>
                <p>importance {importance.toPrecision(3)}</p>
              </header>
              <Verdict verdict={verdict} source={source} />
              <EvidenceStrips
                id={audit.id}
                evidence={evidence}
                feature={feature}
                className={name}
              />
            </article>
          );
        })}
      </div>
      {sorted.length > most && (
        <p>
          <Button onClick={() => setMost(most + AT_ONCE)}>
            Show {count(Math.min(AT_ONCE, sorted.length - most))} more of {count(sorted.length)}
          </Button>
        </p>
      )}
    </section>
  );
}
