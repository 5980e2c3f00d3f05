import { Link } from 'react-router';
import type { TrainingSummary } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { moment } from '../../images/filters';
import { DataTable } from '../../ui/Section';
import { useSlowly } from '../../ui/useSlowly';
import { finishedEpochs, isTrouble, loss, stateWords, timeLeft } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';

const head = ['Training', 'State', 'Epoch#', 'Loss#', 'Accuracy#', 'Time left#', 'Started'];

/** All trainings, the one that was started last first. */
export function TrainingList({ trainings: latest }: { trainings: readonly TrainingSummary[] }) {
  const trainings = useSlowly(latest, 1000);
  return (
    <div className={layout.page}>
      <h1>Training</h1>
      <section className={section.section} aria-label="All trainings">
        <DataTable label="Trainings" head={head}>
          {trainings.map((training) => (
            <Row key={training.run} training={training} />
          ))}
        </DataTable>
      </section>
    </div>
  );
}

function Row({ training }: { training: TrainingSummary }) {
  const { run, kind, dataset, epochs, last, current, startedAt } = training;
  const newest = current ?? last;
  const accuracy = newest?.accuracy;
  return (
    <tr>
      <th scope="row">
        <Link to={`/trainings/${run}`}>{run}</Link>
        <small>
          {kind} on {dataset}
        </small>
      </th>
      <td data-warn={isTrouble(training)}>{stateWords(training)}</td>
      <td data-number="true">
        {count(current?.epoch ?? finishedEpochs(training))} of {count(epochs)}
      </td>
      <td data-number="true">{loss(newest?.loss)}</td>
      <td data-number="true">{accuracy == null ? '–' : percent(accuracy)}</td>
      <td data-number="true">{timeLeft(training) ?? '–'}</td>
      <td>
        <time dateTime={startedAt}>{moment(startedAt)}</time>
      </td>
    </tr>
  );
}
