import { LineChart, type Axis, type Line } from '../../charts/LineChart';
import type { SpuriosityTuning } from '../../api/types';
import { percent } from '../../format/numbers';
import { rankAxis, rankLine } from './rankCurves';
import { sets, trialsOf, watchedOf, type Watched } from './tuningWords';
import { percentPoints, points } from './words';
import styles from './MitigatePage.module.css';

type Epoch = Watched['curve'][number];

/** Gap and accuracy against the epoch, and accuracy against rank, of one trial beside both controls. */
export function TuningCurves({ found, number }: { found: SpuriosityTuning; number: number }) {
  const trials = watchedOf(found, number);
  const epochs = [
    ...new Set(trials.flatMap(({ trial }) => trial.curve.map(({ epoch }) => epoch))),
  ].sort((a, b) => a - b);
  const lines = (value: (epoch: Epoch) => number | null): Line[] =>
    trials.map(({ set, trial }) => {
      const known = new Map(trial.curve.map((epoch) => [epoch.epoch, value(epoch)]));
      return { ...sets[set], values: epochs.map((epoch) => known.get(epoch) ?? null) };
    });
  const before = found.before?.curve ?? [];
  const last = (value: (epoch: Epoch) => number | null, words: (n: number) => string) =>
    trials
      .flatMap(({ set, trial }) => {
        const end = trial.curve.at(-1);
        const shown = end ? value(end) : null;
        return shown === null ? [] : `${sets[set].name} ${words(shown)}`;
      })
      .join('; ');
  return (
    <div className={styles.charts}>
      <LineChart
        title="Gap while tuning"
        summary={`On the images that stop it: ${last(({ gap }) => gap, points)}. Closed below ${percentPoints(found.threshold)}.`}
        axis={epochAxis(epochs)}
        lines={lines(({ gap }) => gap)}
        format={points}
        empty="No epoch is done yet."
      />
      <LineChart
        title="Accuracy while tuning"
        summary={`On the images that stop it: ${last(({ accuracy }) => accuracy, percent)}.`}
        axis={epochAxis(epochs)}
        lines={lines(({ accuracy }) => accuracy)}
        format={(value) => percent(value, 0)}
        max={1}
        fromZero={false}
        empty="No epoch is done yet."
      />
      <LineChart
        title="Accuracy against rank, tuned"
        summary="On the images that are told of, from the lowest spuriosity to the highest; before with its intervals."
        axis={rankAxis(before)}
        lines={[
          rankLine('before', 'reference', before, { intervals: true }),
          ...trialsOf(found, number).map(({ set, trial }) => ({
            ...rankLine(`tuned on ${sets[set].name}`, sets[set].tone, trial.after.curve),
            dashed: sets[set].dashed,
          })),
        ]}
        format={(value) => percent(value, 0)}
        max={1}
        fromZero={false}
        points
        empty="Nothing was measured."
      />
    </div>
  );
}

function epochAxis(epochs: readonly number[]): Axis {
  const to = Math.max(2, epochs.at(-1) ?? 2);
  return {
    name: 'Epoch',
    at: epochs,
    from: Math.min(1, epochs[0] ?? 1),
    to,
    step: Math.max(1, Math.ceil(to / 8)),
    tick: (at) => (Number.isInteger(at) ? String(at) : ''),
    told: (at) => `epoch ${at}`,
    exported: (at) => at,
  };
}
