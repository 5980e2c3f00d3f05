import { useMemo } from 'react';
import type { SpuriosityGaps } from '../../api/types';
import { count } from '../../format/numbers';
import { CorrelationMatrix } from './CorrelationMatrix';
import { signed } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';

/** How far models agree on which classes have gaps, and whether gaps differ by class or by model. */
export function BetweenModels({
  found: { models, correlation, variance },
}: {
  found: SpuriosityGaps;
}) {
  const names = useMemo(() => models.map(({ name }) => name), [models]);
  const { pairs, mean, why, classes } = correlation;
  const over = classes === undefined ? '' : ` over ${count(classes)} classes`;
  return (
    <section className={section.section} aria-labelledby="between">
      <h2 id="between">Between models</h2>
      <dl className={layout.facts}>
        <dt>Correlation of gaps</dt>
        <dd>
          {mean === null
            ? (why ?? 'not known')
            : `mean r ${signed(mean, 2)}${over}, on disjoint halves of the images`}
        </dd>
        <dt>Variance across classes</dt>
        <dd>
          {variance.classes === null
            ? (variance.why ?? 'not known')
            : `${variance.classes.toPrecision(3)}, between disjoint halves of the images`}
        </dd>
        <dt>Variance across models</dt>
        <dd>
          {variance.models === null
            ? (variance.why ?? 'not known')
            : `${variance.models.toPrecision(3)}, likewise`}
        </dd>
        {variance.ratio === null && variance.classes !== null && variance.why && (
          <>
            <dt>Ratio</dt>
            <dd>{variance.why}</dd>
          </>
        )}
        {variance.ratio !== null && (
          <>
            <dt>Ratio</dt>
            <dd>
              {variance.ratio.toFixed(1)}:{' '}
              {variance.ratio > 1
                ? 'gaps depend more on the class than on the model'
                : 'gaps depend more on the model than on the class'}{' '}
              ({count(models.length)} models{over})
            </dd>
          </>
        )}
        <dt>As the paper has it</dt>
        <dd>{paperWords(variance.paper)}</dd>
      </dl>
      {pairs && models.length > 1 && (
        <CorrelationMatrix
          label={`Correlation of gaps between ${count(models.length)} models`}
          names={names}
          pairs={pairs}
          over={over}
        />
      )}
    </section>
  );
}

/** Its variances hold the chance of few images, and its ratio grows with it. */
function paperWords({ classes, models, ratio, why }: SpuriosityGaps['variance']['paper']): string {
  if (classes === null || models === null) return why ?? 'not known';
  const told = `${classes.toPrecision(3)} across classes, ${models.toPrecision(3)} across models`;
  return `${told}, ${ratio === null ? (why ?? 'no ratio') : `ratio ${ratio.toFixed(1)}`}; with the chance of which images there are`;
}
