import { useMemo } from 'react';
import type { SpuriosityClasses, SpuriosityGaps } from '../../api/types';
import { count } from '../../format/numbers';
import { classNames } from './GapMatrix';
import { GapList } from './GapList';
import { ModelField } from './ModelField';
import { useModel } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import { points, pWords } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';
import styles from './GapsPage.module.css';

/** The gaps of one model as bars with intervals, sorted by the shrunk gap. */
export function SortedGaps({ found, all }: { found: SpuriosityGaps; all: SpuriosityClasses }) {
  const { audit } = useSpuriosity();
  const models = useMemo(() => found.models.map(({ name }) => name), [found]);
  const [model, choose] = useModel(models);
  const gaps = useMemo(() => {
    const names = classNames(found, all);
    return found.classes
      .map((c, row) => {
        const at = (matrix: SpuriosityGaps['value']) => matrix[row]?.[model] ?? null;
        const [shrunk, adjusted] = [at(found.shrunk), at(found.adjusted)];
        const told = [
          ...(shrunk === null ? [] : [`shrunk ${points(shrunk)}`]),
          `n ${count(found.n[row] ?? 0)}`,
          ...(adjusted === null ? [] : [`p ${pWords(adjusted)}`]),
        ];
        return {
          key: c,
          name: names[row]!,
          href: `/audits/${audit.id}/classes/${c}?${new URLSearchParams({ model: models[model]! })}`,
          value: at(found.value),
          low: at(found.low),
          high: at(found.high),
          told: at(found.value) === null ? 'no gap' : told.join(', '),
          shrunk: shrunk ?? -Infinity,
        };
      })
      .sort((a, b) => (a.shrunk === b.shrunk ? a.key - b.key : a.shrunk < b.shrunk ? 1 : -1));
  }, [found, all, model, models, audit.id]);
  return (
    <section className={section.section} aria-labelledby="sorted">
      <h2 id="sorted">Sorted</h2>
      <div className={styles.tools}>
        <ModelField models={models} model={model} onChoose={choose} />
      </div>
      <p className={layout.quiet}>
        Sorted by the shrunk gap, drawn towards the mean by as much as chance explains: the largest
        of many gaps are large by chance. Bars are the gaps themselves with their intervals.
      </p>
      <GapList key={model} label={`Gaps of ${models[model]}, largest first`} gaps={gaps} />
    </section>
  );
}
