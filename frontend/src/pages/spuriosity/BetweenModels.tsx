import { useCallback, useMemo } from 'react';
import type { SpuriosityGaps } from '../../api/types';
import { count } from '../../format/numbers';
import { Matrix } from './Matrix';
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
  const valueAt = useCallback(
    (row: number, column: number) => pairs?.[row]?.[column] ?? null,
    [pairs],
  );
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
            : variance.classes.toPrecision(3)}
        </dd>
        <dt>Variance across models</dt>
        <dd>
          {variance.models === null
            ? (variance.why ?? 'not known')
            : variance.models.toPrecision(3)}
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
      </dl>
      {pairs && models.length > 1 && (
        <Matrix
          label={`Correlation of gaps between ${count(models.length)} models`}
          rows={names}
          columns={names}
          valueAt={valueAt}
          short={hundredths}
          tell={(row, column) => {
            const r = valueAt(row, column);
            const of =
              row === column ? `${names[row]} with itself` : `${names[row]} and ${names[column]}`;
            return `${of}: ${r === null ? 'not known' : `r ${signed(r, 2)}`}${over}.`;
          }}
          most={1}
        />
      )}
    </section>
  );
}

function hundredths(value: number): string {
  return signed(value, 2).replace(/^(.)0/, '$1');
}
