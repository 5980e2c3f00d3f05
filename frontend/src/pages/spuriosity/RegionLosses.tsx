import { useCallback, useMemo } from 'react';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriositySensitivity, SpuriosityVerdict } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import { DataTable } from '../../ui/Section';
import { CorrelationMatrix } from './CorrelationMatrix';
import { corruptions, lostWords, taken } from './cueWords';
import { GapList } from './GapList';
import { Matrix } from './Matrix';
import { ModelField } from './ModelField';
import { compared, meanDrops, surestFirst, type MeanDrop } from './regionDrops';
import { useArrival } from './useArrival';
import { useChoice, useModel } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import { points, pWords, signed, verdictWords } from './words';
import layout from '../../ui/layout.module.css';
import styles from './GapsPage.module.css';

type Names = ReadonlyMap<number, string>;

/** What models lose with the regions of all features: on average, each by itself, and alike or not. */
export function RegionLosses({
  found,
  names,
}: {
  found: SpuriositySensitivity;
  /** Of the classes. */
  names: Names;
}) {
  useArrival('regions');
  const { models, images, rows, correlation } = found;
  const [model, choose] = useModel(models);
  const means = useMemo(() => meanDrops(rows, models.length), [rows, models]);
  const given = useMemo(
    () => compared.filter((verdict) => rows.some((row) => row.verdict === verdict)),
    [rows],
  );
  if (rows.length === 0) return <p>No feature was looked at.</p>;
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
        <CsvButton title="Region sensitivity" csv={() => dropsCsv(found, names)} />
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
      <Drops found={found} names={names} model={model} />
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
  means: ReturnType<typeof meanDrops>;
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

/** The drops of one model, the surest first. */
function Drops({
  found: { rows, models },
  names,
  model,
}: {
  found: SpuriositySensitivity;
  names: Names;
  model: number;
}) {
  const { audit } = useSpuriosity();
  const [without, chooseWithout] = useChoice('without');
  const [verdict, chooseVerdict] = useChoice('verdict');
  const drops = useMemo(
    () =>
      rows
        .filter(
          (row) =>
            row.model === model &&
            (without === '' || row.corruption === without) &&
            (verdict === '' || row.verdict === verdict),
        )
        .sort(surestFirst)
        .map((row, key) => ({
          key,
          name: `${names.get(row.class) ?? `class ${row.class}`} · feature ${row.feature}`,
          href: `/audits/${audit.id}/classes/${row.class}?${new URLSearchParams({ model: models[model]! })}#regions`,
          value: row.drop,
          low: row.low,
          high: row.high,
          told: [
            `without ${taken[row.corruption]}`,
            verdictWords(row.verdict),
            ...(row.drop === null ? [row.why ?? 'no drop is known'] : [`n ${count(row.n)}`]),
            ...(row.adjusted === null ? [] : [`p ${pWords(row.adjusted)}`]),
          ].join(', '),
        })),
    [rows, models, names, model, without, verdict, audit.id],
  );
  return (
    <>
      <h3>Each drop, the surest first</h3>
      <div className={styles.tools}>
        <SelectField name="Without" value={without} onChoose={chooseWithout}>
          <option value="">all</option>
          {corruptions.map((corruption) => (
            <option key={corruption} value={corruption}>
              {taken[corruption]}
            </option>
          ))}
        </SelectField>
        <SelectField name="Verdict" value={verdict} onChoose={chooseVerdict}>
          <option value="">all</option>
          {compared.map((one) => (
            <option key={one} value={one}>
              {verdictWords(one)}
            </option>
          ))}
        </SelectField>
        <p role="status" className={layout.quiet}>
          {count(drops.length)} {drops.length === 1 ? 'drop' : 'drops'}
        </p>
      </div>
      {drops.length > 0 && (
        <GapList
          key={`${model}/${without}/${verdict}`}
          label={`Drops of ${models[model]}, the surest first`}
          gaps={drops}
          long
        />
      )}
    </>
  );
}

function short(value: number): string {
  return signed(value * 100, 0);
}

function dropsCsv({ rows, models }: SpuriositySensitivity, names: Names): Csv {
  return {
    head: [
      ...['class', 'name', 'feature', 'verdict', 'corruption', 'model'],
      ...['drop', 'low', 'high', 'n', 'p', 'adjusted', 'why'],
    ],
    rows: rows.map((row) => [
      row.class,
      names.get(row.class) ?? null,
      row.feature,
      row.verdict,
      row.corruption,
      models[row.model] ?? row.model,
      ...[row.drop, row.low, row.high, row.n, row.p, row.adjusted],
      row.why ?? null,
    ]),
  };
}
