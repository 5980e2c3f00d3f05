import { LineChart } from '../../charts/LineChart';
import { percent } from '../../format/numbers';
import type { SpuriosityClass } from '../../api/types';
import { meanParts, rankAxis, rankLine } from './rankCurves';

/** Accuracy of a model against spuriosity rank, with intervals, beside the mean of all. */
export function RankCurve({
  curves,
  models,
  model,
}: {
  curves: SpuriosityClass['curves'];
  models: readonly string[];
  model: number;
}) {
  const parts = curves.find((one) => one.model === model)?.parts ?? [];
  const name = models[model]!;
  const [first, last] = [parts[0]?.accuracy, parts.at(-1)?.accuracy];
  const mean = curves.length > 1 ? meanParts(curves.map((one) => one.parts)) : null;
  return (
    <LineChart
      title="Accuracy against spuriosity rank"
      summary={
        first != null && last != null
          ? `${name}: ${percent(first)} on the lowest part, ${percent(last)} on the highest.`
          : `${name}, from the lowest to the highest part.`
      }
      axis={rankAxis(parts)}
      lines={[
        rankLine(name, 'accent', parts, { intervals: true }),
        ...(mean
          ? [rankLine(`mean of ${curves.length} models`, 'reference', mean, { dashed: true })]
          : []),
      ]}
      format={(value) => percent(value, 0)}
      max={1}
      fromZero={false}
      points
      empty="Nothing was measured."
    />
  );
}
