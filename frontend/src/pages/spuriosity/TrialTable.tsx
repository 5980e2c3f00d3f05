import type { SpuriosityFigure, SpuriosityTuning } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { DataTable } from '../../ui/Section';
import { lastEpoch, sets, type Trial, type TuningSet } from './tuningWords';
import { useSpuriosity } from './useSpuriosity';
import { points } from './words';
import button from '../../ui/Button.module.css';

const WORST = 'Worst group#';
const head = [
  'Tuned on',
  'Gap#',
  'Accuracy#',
  WORST,
  'Repaired#',
  'Broken#',
  'Images#',
  'Epochs#',
  'Ended as',
  'Bundle',
];

const ended: Readonly<Record<Trial['ended'], string>> = {
  closed: '✓ gap closed',
  crossed: '✕ gap changed its sign',
  epochs: '✕ no more epochs',
};

/** Every trial beside the head as it was. */
export function TrialTable({ found }: { found: SpuriosityTuning }) {
  const { audit } = useSpuriosity();
  const { before, sets: all, worstGroup } = found;
  const worst = (set: TuningSet, index: number) => worstGroup?.after[set][index] ?? null;
  // Few data sets have groups.
  const shown = head.filter((name) => worstGroup || name !== WORST);
  return (
    <DataTable label="Trials of the tuning" head={shown}>
      {before && (
        <tr>
          <th scope="row">before</th>
          <Measured figure={before.gap} words={points} />
          <Measured figure={before.accuracy} words={percent} />
          {worstGroup && <WorstGroup found={worstGroup.before} />}
          <td colSpan={6} />
        </tr>
      )}
      {all.flatMap(({ set, trials }) =>
        trials.map((trial, index) => (
          <tr key={`${set}/${trial.trial}`}>
            <th scope="row">
              {sets[set].name}
              <small>trial {trial.trial}</small>
            </th>
            <Measured figure={trial.after.gap} words={points} />
            <Measured figure={trial.after.accuracy} words={percent} />
            {worstGroup && <WorstGroup found={worst(set, index)} />}
            <td data-number="true">{count(trial.repairedCount)}</td>
            <td data-number="true">{count(trial.brokenCount)}</td>
            <td data-number="true">
              {count(trial.images)}
              {trial.toppedUp > 0 && <small> {count(trial.toppedUp)} topped up</small>}
            </td>
            <td data-number="true">{count(trial.epochs)}</td>
            <td>{ended[trial.ended]}</td>
            <td>
              {trial.bundle === null && trial.bundleWhy}
              {trial.bundle !== null && (
                <a
                  className={button.button}
                  href={`/api/audits/${encodeURIComponent(audit.id)}/bundles/${trial.bundle}`}
                  download
                >
                  ↓ {trial.bundle}
                </a>
              )}
            </td>
          </tr>
        )),
      )}
      {all.flatMap(({ set, going }) =>
        going.map((trial) => (
          <tr key={`${set}/${trial.trial}`}>
            <th scope="row">
              {sets[set].name}
              <small>trial {trial.trial}</small>
            </th>
            <td colSpan={shown.length - 1}>
              {audit.state === 'running' ? '… goes on' : '✕ has not ended'}, at epoch{' '}
              {count(lastEpoch(trial))}
            </td>
          </tr>
        )),
      )}
    </DataTable>
  );
}

function WorstGroup({ found }: { found: (SpuriosityFigure & { group: string }) | null }) {
  if (!found || found.value === null) return <td data-number="true">{found?.why ?? '–'}</td>;
  const { value, low, high, n, group } = found;
  return (
    <td data-number="true">
      {percent(value)} <small>{group}</small>
      <br />
      <small>
        {low !== null && high !== null && `${percent(low)} to ${percent(high)}, `}n {count(n)}
      </small>
    </td>
  );
}

function Measured({
  figure: { value, low, high, n, why },
  words,
}: {
  figure: SpuriosityFigure;
  words: (value: number) => string;
}) {
  if (value === null) return <td data-number="true">{why ?? '–'}</td>;
  return (
    <td data-number="true">
      {words(value)}
      <br />
      <small>
        {low !== null && high !== null && `${words(low)} to ${words(high)}, `}n {count(n)}
      </small>
    </td>
  );
}
