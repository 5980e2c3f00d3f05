import type { TrainingSummary } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { moment } from '../../images/filters';
import { learningRate, loss, timeLeft } from './words';
import styles from './TrainingPage.module.css';

/** The newest figures of a training, each under its name. */
export function TrainingFigures({ training }: { training: TrainingSummary }) {
  const { last, current, silent, startedAt } = training;
  const pace = silent ? 0 : (current?.imagesPerSecond ?? 0);
  const share = (value: number | null | undefined) => (value == null ? null : percent(value));
  const figures: [name: string, value: string | null][] = [
    ['Loss', loss((current ?? last)?.loss)],
    ['Accuracy', share((current ?? last)?.accuracy)],
    ['Stopping loss', last?.stoppingLoss == null ? null : loss(last.stoppingLoss)],
    ['Stopping accuracy', share(last?.stoppingAccuracy)],
    ['Learning rate', last ? learningRate(last.learningRate) : null],
    ['Images a second', pace > 0 ? count(pace) : null],
    ['Time left', timeLeft(training)],
    ['Started', moment(startedAt)],
  ];
  return (
    <dl className={styles.figures} aria-label="Newest figures">
      {figures.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
