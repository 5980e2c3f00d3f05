import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { CsvButton } from '../../charts/CsvButton';
import type { Csv } from '../../charts/csv';
import type { SpuriosityConcepts } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import {
  answerNamed,
  arrangedRows,
  conceptOrders,
  conceptRows,
  tally,
  type ConceptGap,
  type ConceptOrder,
  type ConceptRow,
} from './conceptRows';
import { answers, answerWords, type Answer } from './cueWords';
import { GapList } from './GapList';
import { Matrix } from './Matrix';
import { MissingConcepts } from './MissingConcepts';
import { ModelField } from './ModelField';
import { useChoice, useModel } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import { gapWords, pWords, signed } from './words';
import layout from '../../ui/layout.module.css';
import styles from './GapsPage.module.css';

type Names = ReadonlyMap<number, string>;

/** Every concept in every class on every model, and what is used. */
export function ConceptGaps({
  found,
  names,
  models,
}: {
  found: SpuriosityConcepts;
  /** Of the classes. */
  names: Names;
  models: readonly string[];
}) {
  const [concept, chooseConcept] = useChoice('concept');
  const [answer, chooseAnswer] = useChoice('answer');
  const [sort, chooseSort] = useChoice('rows');
  const wanted = answerNamed(answer);
  const order = Object.hasOwn(conceptOrders, sort) ? (sort as ConceptOrder) : 'surest';
  const all = useMemo(() => conceptRows(found.concepts), [found]);
  const concepts = useMemo(() => [...new Set(all.map((row) => row.concept))], [all]);
  const rows = useMemo(
    () => arrangedRows(all, concept, wanted, order),
    [all, concept, wanted, order],
  );
  const counts = useMemo(() => tally(found.concepts), [found]);
  const label = useCallback(
    (row: ConceptRow) => `${names.get(row.class) ?? `class ${row.class}`} · ${row.concept}`,
    [names],
  );
  if (all.length === 0) {
    return (
      <>
        <p>No concept could be measured on any class.</p>
        <MissingConcepts missing={found.missing} />
      </>
    );
  }
  return (
    <>
      <p>
        Of {count(found.concepts.length)} gaps along concepts {count(counts.used)}{' '}
        {counts.used === 1 ? 'is' : 'are'} used, {count(counts.undecided)} undecided,{' '}
        {count(counts.discarded)} discarded.
      </p>
      <p className={layout.quiet}>
        Accuracy on the images of a class that lie farthest along a concept minus that on those
        farthest against it, in percentage points.{' '}
        {Object.values(answers)
          .map(({ sign, words }) => `${sign} ${words}`)
          .join('; ')}
        . Used are gaps whose p, adjusted over all of them, is at most {found.rate}.
      </p>
      <div className={styles.tools}>
        <SelectField name="Concept" value={concept} onChoose={chooseConcept}>
          <option value="">all</option>
          {concepts.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <SelectField name="Answer of any model" value={answer} onChoose={chooseAnswer}>
          <option value="">all</option>
          {Object.keys(answers).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </SelectField>
        <SelectField name="Sort" value={order} onChoose={chooseSort}>
          {Object.entries(conceptOrders).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
        <CsvButton title="Concepts" csv={() => conceptsCsv(found, names, models)} />
      </div>
      {rows.length === 0 ? (
        <p role="status">{noRowsWords(concept, concepts.includes(concept))}</p>
      ) : models.length > 1 ? (
        <ConceptMatrix rows={rows} label={label} models={models} />
      ) : null}
      {rows.length > 0 && <OfModel rows={rows} label={label} models={models} wanted={wanted} />}
      <MissingConcepts missing={found.missing} />
    </>
  );
}

interface Shown {
  readonly rows: readonly ConceptRow[];
  readonly label: (row: ConceptRow) => string;
  readonly models: readonly string[];
}

/** Concepts in classes × models, with a sign for each answer. */
function ConceptMatrix({ rows, label, models }: Shown) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const shown = useMemo(() => rows.map(label), [rows, label]);
  const most = useMemo(
    () => rows.reduce((largest, row) => Math.max(largest, row.largest), 0.05),
    [rows],
  );
  const valueAt = useCallback(
    (row: number, column: number) => rows[row]?.gaps[column]?.gap.value ?? null,
    [rows],
  );
  const mark = useCallback(
    (row: number, column: number) => {
      const gap = rows[row]?.gaps[column];
      return gap ? answers[gap.answer].sign : '';
    },
    [rows],
  );
  return (
    <Matrix
      label={`Gaps of ${count(rows.length)} concepts in classes on ${count(models.length)} models`}
      rows={shown}
      columns={models}
      valueAt={valueAt}
      short={short}
      mark={mark}
      tell={(row, column) =>
        `${shown[row]}, ${models[column]}: ${gapSentence(rows[row]?.gaps[column])}.`
      }
      most={most}
      unit=" points"
      onOpen={(row, column) =>
        void navigate(classAddress(audit.id, rows[row]!.class, models[column]!))
      }
    />
  );
}

/** The gaps of one model with their intervals. */
function OfModel({ rows, label, models, wanted }: Shown & { wanted: Answer | null }) {
  const { audit } = useSpuriosity();
  const [model, choose] = useModel(models);
  const gaps = useMemo(
    () =>
      rows.map((row, key) => {
        const of = row.gaps[model];
        const { value = null, low = null, high = null, n = 0 } = of?.gap ?? {};
        return {
          key,
          name: label(row),
          href: classAddress(audit.id, row.class, models[model]!),
          value,
          low,
          high,
          told:
            !of || value === null
              ? (of?.gap.why ?? 'not measured')
              : `${answerWords(of.answer)}, n ${count(n)}, p ${pWords(of.adjusted)}`,
        };
      }),
    [rows, label, models, model, audit.id],
  );
  return (
    <>
      <div className={styles.tools}>
        <ModelField name="Model of the gaps" models={models} model={model} onChoose={choose} />
      </div>
      {wanted !== null && models.length > 1 && (
        <p className={layout.quiet}>
          Listed is what is {wanted} for any model; for {models[model]} the answer may be another.
        </p>
      )}
      <GapList
        // Another list begins at its top.
        key={`${model}/${rows.length}/${gaps[0]?.name}`}
        label={`Gaps of ${models[model]} along concepts`}
        gaps={gaps}
        long
      />
    </>
  );
}

/** Why no row is left of what was chosen. */
function noRowsWords(concept: string, known: boolean): string {
  if (concept === '') return 'No gap has this answer.';
  return known ? `No gap along ${concept} has this answer.` : `No concept is called “${concept}”.`;
}

function short(value: number): string {
  return signed(value * 100, 0);
}

function classAddress(id: string, c: number, model: string): string {
  return `/audits/${id}/classes/${c}?${new URLSearchParams({ model })}#concepts`;
}

function gapSentence(found: ConceptGap | undefined): string {
  if (!found) return 'not measured';
  const { gap, adjusted, answer } = found;
  if (gap.value === null) return gap.why ?? 'no gap';
  return `${answerWords(answer)}, ${gapWords(gap)}, p ${pWords(adjusted)} adjusted`;
}

function conceptsCsv(found: SpuriosityConcepts, names: Names, models: readonly string[]): Csv {
  return {
    head: ['concept', 'class', 'name', 'model', 'gap', 'low', 'high', 'n', 'adjusted', 'answer'],
    rows: found.concepts.map(({ name, class: c, model, gap, adjusted, answer }) => [
      name,
      c,
      names.get(c) ?? null,
      models[model] ?? model,
      gap.value,
      gap.low,
      gap.high,
      gap.n,
      adjusted,
      answer,
    ]),
  };
}
