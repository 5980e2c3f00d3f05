import { LineChart, type Line } from '../../charts/LineChart';
import { percent } from '../../format/numbers';
import { epochAxis, type Place } from './curves';
import { learningRate, loss } from './words';
import styles from './TrainingPage.module.css';

const NONE_YET = 'Nothing measured yet.';

/** Loss, accuracy and learning rate over the epochs. */
export function Curves({ shown }: { shown: readonly Place[] }) {
  const axis = epochAxis(shown);
  const growing = shown.at(-1)?.running ?? false;
  const newest = shown.at(-1);
  const stopping = shown.findLast((place) => place.stoppingLoss !== null);
  const common = { axis, growing, points: shown.length <= 60, empty: NONE_YET };
  const known = (value: (place: Place) => number | null) =>
    shown.some((place) => value(place) !== null);
  return (
    <div className={styles.curves}>
      <LineChart
        {...common}
        title="Loss"
        summary={
          `Training ${loss(newest?.loss)}` +
          (stopping ? `; stopping split ${loss(stopping.stoppingLoss)}.` : '.')
        }
        lines={lines(
          shown,
          (place) => place.loss,
          (place) => place.stoppingLoss,
        )}
        format={loss}
      />
      {known((place) => place.accuracy) && (
        <LineChart
          {...common}
          title="Accuracy"
          summary={
            `Training ${share(newest?.accuracy)}` +
            (stopping?.stoppingAccuracy != null
              ? `; stopping split ${share(stopping.stoppingAccuracy)}.`
              : '.')
          }
          lines={lines(
            shown,
            (place) => place.accuracy,
            (place) => place.stoppingAccuracy,
          )}
          format={(value) => percent(value, 0)}
          max={1}
        />
      )}
      <LineChart
        {...common}
        growing={false}
        title="Learning rate"
        summary="Of the last step of each epoch."
        axis={epochAxis(shown.filter((place) => !place.running))}
        lines={[
          {
            name: 'learning rate',
            tone: 'accent',
            values: shown.filter((place) => !place.running).map((place) => place.learningRate),
          },
        ]}
        format={learningRate}
      />
    </div>
  );
}

function share(value: number | null | undefined): string {
  return value == null ? '–' : percent(value);
}

/** The training images' line, and the stopping split's where there is one. */
function lines(
  shown: readonly Place[],
  training: (place: Place) => number | null,
  stopping: (place: Place) => number | null,
): Line[] {
  const values = shown.map(stopping);
  const first: Line = { name: 'training', tone: 'accent', values: shown.map(training) };
  return values.every((value) => value === null)
    ? [first]
    : [first, { name: 'stopping split', tone: 'wrong', dashed: true, values }];
}
