import type { TrainingSummary } from '../../api/types';
import { count, duration } from '../../format/numbers';
import { moment } from '../../images/filters';

/** A loss with four figures, whatever its size; `–` where it is no number. */
export function loss(value: number | null | undefined): string {
  if (value == null) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4);
}

/** A learning rate, as short as it can be written: `0.001`, `3.2e-5`. */
export function learningRate(value: number): string {
  const short = Number(value.toPrecision(3));
  return short !== 0 && short < 0.0005 ? short.toExponential() : String(short);
}

/** Time left, in whole seconds: `48 s`, `1 min 18 s`. */
export function timeLeft({ secondsLeft, silent }: TrainingSummary): string | null {
  if (secondsLeft === null || silent) return null;
  const seconds = Math.round(secondsLeft);
  return seconds < 60 ? `${seconds}\u00a0s` : duration(seconds * 1000);
}

/** How far it has come, in finished epochs. */
export function finishedEpochs({ last }: TrainingSummary): number {
  return last?.epoch ?? 0;
}

/** The state as a sign and a word or two. */
export function stateWords({ state, silent }: TrainingSummary): string {
  if (silent) return '▲ no news';
  switch (state) {
    case 'running':
      return '● running';
    case 'finished':
      return '✓ finished';
    case 'stopped-early':
      return '✓ stopped early';
    case 'interrupted':
      return '❚❚ interrupted';
    case 'failed':
      return '▲ failed';
  }
}

/** Whether somebody should look at it. */
export function isTrouble({ state, silent }: TrainingSummary): boolean {
  return silent || state === 'failed';
}

/** Where it stands, in a sentence. */
export function standing(training: TrainingSummary): string {
  const { state, silent, current, epochs, message, updatedAt } = training;
  const done = finishedEpochs(training);
  const because = message === null ? '' : ` ${ended(message)}`;
  const after = done === 0 ? 'before the first epoch ended' : `after epoch ${done} of ${epochs}`;
  if (silent) return `▲ No news since ${moment(updatedAt)}, ${after}.`;
  switch (state) {
    case 'running':
      return current === null
        ? `● Running: ${count(done)} of ${count(epochs)} epochs are done.`
        : `● Running: epoch ${current.epoch} of ${epochs}, batch ${count(current.batch)} of ${count(current.batches)}.`;
    case 'finished':
      return `✓ Finished: ${count(done)} ${done === 1 ? 'epoch' : 'epochs'}.${because}`;
    case 'stopped-early':
      return `✓ Stopped early, ${after}.${because}`;
    case 'interrupted':
      return `❚❚ Interrupted ${after}.${because}`;
    case 'failed':
      return `▲ Failed ${after}.${because}`;
  }
}

/** What a person may do about it; null when there is nothing to do. */
export function advice(training: TrainingSummary): string | null {
  const { state, silent, bundle, diverged } = training;
  const again = givenAgain(finishedEpochs(training));
  if (silent) {
    return `Its process has died, hangs, or no longer reaches Kafka. Look at its terminal. ${again}`;
  }
  switch (state) {
    case 'interrupted':
      return again;
    case 'failed':
      return diverged ? trainAnew(finishedEpochs(training)) : `Mend the cause. ${again}`;
    case 'stopped-early':
      return 'The stopping split had not got better for a while; the best epoch was kept.';
    case 'finished':
      return bundle === null ? null : 'The bundle can be used as any other.';
    case 'running':
      return null;
  }
}

function givenAgain(done: number): string {
  return done === 0
    ? 'No epoch was finished, so nothing is kept: the same command, given again, begins anew.'
    : `Epoch ${done} is kept: the same command, given again, goes on from there.`;
}

/** After a loss that is no number, what was kept is of the same way there. */
function trainAnew(done: number): string {
  return done === 0
    ? 'The same command would end the same way: give a lower --lr. Nothing is kept.'
    : 'The same command would go on to the same end: give a lower --lr and another --run directory.';
}

function ended(sentence: string): string {
  const upper = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
}
