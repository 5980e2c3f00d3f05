import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriosityClasses, SpuriosityGaps } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import { Matrix } from './Matrix';
import { useChoice } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import { points, pointsRange, pWords, signed } from './words';
import section from '../../ui/Section.module.css';
import styles from './GapsPage.module.css';

const orders = {
  gap: 'largest mean gap first',
  name: 'by name',
  index: 'as in the data set',
} as const;

/** Gap of every class on every model. */
export function GapMatrix({ found, all }: { found: SpuriosityGaps; all: SpuriosityClasses }) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const [chosen, setOrder] = useChoice('rows');
  const order = Object.hasOwn(orders, chosen) ? (chosen as keyof typeof orders) : 'gap';
  const names = useMemo(() => classNames(found, all), [found, all]);
  const rows = useMemo(() => sorted(found, names, order), [found, names, order]);
  const most = useMemo(
    () =>
      Math.max(0.05, ...found.value.map((row) => Math.max(...row.map((v) => Math.abs(v ?? 0))))),
    [found],
  );
  const shown = useMemo(() => rows.map((row) => names[row]!), [rows, names]);
  const models = useMemo(() => found.models.map(({ name }) => name), [found]);
  const valueAt = useCallback(
    (row: number, column: number) => found.value[rows[row]!]?.[column] ?? null,
    [found, rows],
  );
  const tell = (row: number, column: number) => gapSentence(found, rows[row]!, column, shown[row]!);
  return (
    <section className={section.section} aria-labelledby="matrix">
      <h2 id="matrix">Classes × models</h2>
      <div className={styles.tools}>
        <SelectField name="Classes" value={order} onChoose={setOrder}>
          {Object.entries(orders).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
        <CsvButton title="Gaps" csv={() => gapsCsv(found, names)} />
      </div>
      <Matrix
        label={`Gaps of ${count(rows.length)} classes on ${count(models.length)} models`}
        rows={shown}
        columns={models}
        valueAt={valueAt}
        short={short}
        tell={tell}
        most={most}
        unit=" points"
        onOpen={(row, column) =>
          void navigate(
            `/audits/${audit.id}/classes/${found.classes[rows[row]!]}?${new URLSearchParams({ model: models[column]! })}`,
          )
        }
      />
    </section>
  );
}

function short(value: number): string {
  return signed(value * 100, 0);
}

/** Names of the classes in the rows of the document. */
export function classNames(found: SpuriosityGaps, all: SpuriosityClasses): string[] {
  const names = new Map(all.classes.map(({ class: c, name }) => [c, name]));
  return found.classes.map((c) => names.get(c) ?? `class ${c}`);
}

function sorted(
  { value }: SpuriosityGaps,
  names: readonly string[],
  order: keyof typeof orders,
): number[] {
  const rows = names.map((_, row) => row);
  if (order === 'index') return rows;
  if (order === 'name') {
    return rows.sort((a, b) => names[a]!.localeCompare(names[b]!, 'en', { numeric: true }));
  }
  const means = value.map((row) => {
    const known = row.filter((one) => one !== null);
    return known.length === 0 ? -Infinity : known.reduce((a, b) => a + b, 0) / known.length;
  });
  return rows.sort((a, b) => (means[a] === means[b] ? a - b : means[a]! < means[b]! ? 1 : -1));
}

/** What a cell says: value, interval, n, p and the shrunk gap. */
function gapSentence(found: SpuriosityGaps, row: number, column: number, name: string): string {
  const at = (matrix: SpuriosityGaps['value']) => matrix[row]?.[column] ?? null;
  const [value, low, high] = [at(found.value), at(found.low), at(found.high)];
  const [adjusted, shrunk] = [at(found.adjusted), at(found.shrunk)];
  const model = found.models[column]?.name ?? '';
  if (value === null) return `${name}, ${model}: no gap.`;
  const parts = [
    `${points(value)} points`,
    low !== null && high !== null ? ` (${pointsRange(low, high)})` : '',
    `, n ${count(found.n[row] ?? 0)}`,
    adjusted === null ? '' : `, p ${pWords(adjusted)} adjusted`,
    shrunk === null ? '' : `, shrunk ${points(shrunk)}`,
  ];
  return `${name}, ${model}: ${parts.join('')}.`;
}

function gapsCsv(found: SpuriosityGaps, names: readonly string[]): Csv {
  const head = ['class', 'name', 'model', 'gap', 'low', 'high', 'adjusted', 'shrunk', 'n'];
  const rows = found.classes.flatMap((c, row) =>
    found.models.map(({ name }, model) => [
      c,
      names[row]!,
      name,
      ...[found.value, found.low, found.high, found.adjusted, found.shrunk].map(
        (matrix) => matrix[row]?.[model] ?? null,
      ),
      found.n[row] ?? null,
    ]),
  );
  return { head, rows };
}
