import { useCallback, useMemo } from 'react';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriositySensitivity, SpuriosityVerdict } from '../../api/types';
import { count } from '../../format/numbers';
import { DataTable } from '../../ui/Section';
import { CorrelationMatrix } from './CorrelationMatrix';
import { corruptions, lostWords, taken } from './cueWords';
import { Matrix } from './Matrix';
import { ModelField } from './ModelField';
import { compared, meanDrops, type MeanDrop, type MeanDrops } from './regionDrops';
import { useModel } from './useChoice';
import { points, signed, verdictWords } from './words';
import layout from '../../ui/layout.module.css';
import styles from './GapsPage.module.css';

/** What models lose with the regions of all features: on average, and alike or not. */
export function RegionLosses({ found }: { found: SpuriositySensitivity }) {
  const { models, images, correlation } = found;
  const [model, choose] = useModel(models);
  const means = useMemo(() => meanDrops(found.means), [found]);
  const given = useMemo(
    () => compared.filter((verdict) => found.means.some((one) => one.verdict === verdict)),
    [found],
  );
  if (given.length === 0) return <p>No feature was looked at.</p>;
  return (
    <>
      <p className={layout.quiet}>
        Accuracy lost on the images of a class that activate a feature most, up to {count(images)},
        when its region loses its colour (grey), its texture (blur) or its shape (patches are
        turned), in percentage points. A model that needs what is there loses much; below 0 the
        region hurt.
      </p>
      <div className={styles.tools}>
        <ModelField name="Model that loses" models={models} model={model} onChoose={choose} />
        <CsvButton title="Mean drops" csv={() => meansCsv(found)} />
      </div>
      <DataTable
        label={`Mean drop of ${models[model]}`}
        head={['Without', ...given.map((verdict) => `${verdictWords(verdict)}#`)]}
      >
        {corruptions.map((corruption) => (
          <tr key={corruption}>
            <th scope="row">{taken[corruption]}</th>
            {given.map((verdict) => (
              <Mean key={verdict} {...means(model, corruption, verdict)} />
            ))}
          </tr>
        ))}
      </DataTable>
      <p className={layout.quiet}>
        Means over features, without an interval: features share images. Sure are drops above 0
        whose adjusted p is at most 0.05.
      </p>
      {models.length > 1 && <MeanMatrix models={models} given={given} means={means} />}
      <h3>Between models</h3>
      <p>
        {correlation.mean === null
          ? `Correlation of drops: ${correlation.why ?? 'not known'}.`
          : `Mean r ${signed(correlation.mean, 2)} over ${count(correlation.n)} drops; no interval, since they share images.`}
      </p>
      {models.length > 1 && correlation.mean !== null && (
        <CorrelationMatrix
          label={`Correlation of drops between ${count(models.length)} models`}
          names={models}
          pairs={correlation.pairs}
          over={` over ${count(correlation.n)} drops`}
        />
      )}
    </>
  );
}

function Mean({ mean, n, sure }: MeanDrop) {
  if (mean === null) return <td data-number="true">–</td>;
  return (
    <td data-number="true">
      {points(mean)}
      <br />
      <small>
        {count(sure)} of {count(n)} sure
      </small>
    </td>
  );
}

const called: Record<SpuriosityVerdict, string> = {
  core: 'core',
  spurious: 'spurious',
  none: 'unjudged',
};

/** Mean drops of all models: core features beside spurious ones. */
function MeanMatrix({
  models,
  given,
  means,
}: {
  models: readonly string[];
  /** Verdicts that features have. */
  given: readonly SpuriosityVerdict[];
  means: MeanDrops;
}) {
  const columns = useMemo(
    () => given.flatMap((verdict) => corruptions.map((corruption) => ({ verdict, corruption }))),
    [given],
  );
  const names = useMemo(
    () => columns.map(({ verdict, corruption }) => `${called[verdict]}, ${taken[corruption]}`),
    [columns],
  );
  const at = useCallback(
    (row: number, column: number) =>
      means(row, columns[column]!.corruption, columns[column]!.verdict),
    [columns, means],
  );
  const valueAt = useCallback((row: number, column: number) => at(row, column).mean, [at]);
  const most = useMemo(
    () =>
      models.reduce(
        (most, _, row) =>
          columns.reduce(
            (most, _, column) => Math.max(most, Math.abs(valueAt(row, column) ?? 0)),
            most,
          ),
        0.05,
      ),
    [models, columns, valueAt],
  );
  return (
    <Matrix
      label={`Mean drops of ${count(models.length)} models`}
      rows={models}
      columns={names}
      valueAt={valueAt}
      short={short}
      tell={(row, column) => {
        const { mean, n, sure } = at(row, column);
        const of = `${models[row]}, ${called[columns[column]!.verdict]} features without ${taken[columns[column]!.corruption]}`;
        return mean === null
          ? `${of}: none was measured.`
          : `${of}: ${lostWords(mean)} on average over ${count(n)}, ${count(sure)} of them surely above 0.`;
      }}
      most={most}
    />
  );
}

function short(value: number): string {
  return signed(value * 100, 0);
}

function meansCsv({ models, means }: SpuriositySensitivity): Csv {
  return {
    head: ['model', 'verdict', 'corruption', 'mean', 'n', 'sure'],
    rows: means.flatMap(({ verdict, corruption, mean, n, sure }) =>
      models.map((model, m) => [
        model,
        ...[verdict, corruption],
        ...[mean[m] ?? null, n[m] ?? null, sure[m] ?? null],
      ]),
    ),
  };
}
