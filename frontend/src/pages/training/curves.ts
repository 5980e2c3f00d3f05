import type { TrainingEpoch, TrainingSummary } from '../../api/types';
import type { Axis } from '../../charts/LineChart';
import { count } from '../../format/numbers';

/** One place of a curve: a finished epoch, or how far the running one has come. */
export interface Place {
  /** In epochs: 2.5 is the middle of the third. */
  readonly at: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly stoppingLoss: number | null;
  readonly stoppingAccuracy: number | null;
  readonly learningRate: number | null;
  readonly running: boolean;
}

/** The finished epochs, and behind them the running one as far as it has come. */
export function places(
  history: readonly TrainingEpoch[],
  { current }: Pick<TrainingSummary, 'current'>,
): Place[] {
  const finished = history.map((epoch) => ({ ...epoch, at: epoch.epoch, running: false }));
  const last = history.at(-1)?.epoch ?? 0;
  // The history comes by another way than the running epoch, which may have ended since.
  if (!current || current.batch === 0 || current.epoch !== last + 1) return finished;
  const share = current.batches === 0 ? 0 : Math.min(1, current.batch / current.batches);
  const running = {
    at: last + share,
    loss: current.loss,
    accuracy: current.accuracy,
    stoppingLoss: null,
    stoppingAccuracy: null,
    learningRate: null,
    running: true,
  };
  return [...finished, running];
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** The axis of these places. */
export function epochAxis(shown: readonly Place[]): Axis {
  const at = shown.map((place) => place.at);
  const from = Math.min(1, Math.floor(at[0] ?? 0));
  const to = Math.max(from + 1, Math.ceil(at.at(-1) ?? 1));
  return {
    name: 'Epoch',
    at,
    from,
    to,
    step: STEPS.find((step) => (to - from) / step <= 8) ?? 1000,
    tick: (epoch) => (Number.isInteger(epoch) ? count(epoch) : ''),
    told: (epoch) =>
      Number.isInteger(epoch) && !isRunning(shown, epoch)
        ? `epoch ${count(epoch)}`
        : `epoch ${count(Math.ceil(epoch))}, running`,
    exported: (epoch) => epoch,
  };
}

function isRunning(shown: readonly Place[], at: number): boolean {
  return shown.some((place) => place.running && place.at === at);
}
