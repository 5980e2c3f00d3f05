import { useMemo } from 'react';
import type { SpuriosityClass } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { GapList } from './GapList';
import { pWords } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';

/** The gap of each model on a class. */
export function ClassGaps({
  found: { name, gaps },
  k,
  models,
  asked,
}: {
  found: SpuriosityClass;
  /** Images at each end. */
  k: number;
  models: readonly string[];
  /** Images at each end that were asked for. */
  asked: number;
}) {
  const rows = useMemo(
    () =>
      gaps.map((one) => ({
        key: one.model,
        name: models[one.model] ?? `model ${one.model}`,
        value: one.value,
        low: one.low,
        high: one.high,
        told: figures(one),
      })),
    [gaps, models],
  );
  return (
    <section className={section.section} aria-labelledby="gaps">
      <h2 id="gaps">Gap</h2>
      <p className={layout.quiet}>
        Accuracy on the {count(k)} images of highest spuriosity minus that on the {count(k)} of
        lowest, in percentage points, with Newcombe’s interval
        {k < asked && ` (${count(asked)} were asked for; the class has too few)`}. p is adjusted
        over all classes and models.
      </p>
      {rows.length === 0 ? (
        <p>No gap was measured.</p>
      ) : (
        <GapList label={`Gaps of ${name}`} gaps={rows} />
      )}
    </section>
  );
}

function figures(one: SpuriosityClass['gaps'][number]): string {
  const { n, adjusted, accuracyHigh, accuracyLow, neverPredicted, value } = one;
  if (neverPredicted) return `n ${count(n)}; the model predicts this class for no image`;
  if (value === null) return 'no gap';
  const p = adjusted === null ? '' : `, p ${pWords(adjusted)}`;
  const of =
    accuracyHigh === null || accuracyLow === null
      ? ''
      : `, ${percent(accuracyHigh, 0)} against ${percent(accuracyLow, 0)}`;
  return `n ${count(n)}${p}${of}`;
}
