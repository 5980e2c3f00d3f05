import type { TrainingEpoch } from '../../api/types';
import { count, duration, percent } from '../../format/numbers';
import { DataTable } from '../../ui/Section';
import { learningRate, loss } from './words';

/** Every finished epoch, the newest first. Columns that no epoch knows are left out. */
export function EpochTable({ history }: { history: readonly TrainingEpoch[] }) {
  if (history.length === 0) return <p>No epoch is finished yet.</p>;
  const shown = columns.filter(({ of }) => history.some((epoch) => of(epoch) !== null));
  return (
    <DataTable label="Finished epochs" head={['Epoch#', ...shown.map(({ name }) => `${name}#`)]}>
      {history.toReversed().map((epoch) => (
        <tr key={epoch.epoch}>
          <th scope="row" data-number="true">
            {count(epoch.epoch)}
          </th>
          {shown.map(({ name, of }) => (
            <td key={name} data-number="true">
              {of(epoch) ?? '–'}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}

const columns: { name: string; of: (epoch: TrainingEpoch) => string | null }[] = [
  { name: 'Loss', of: ({ loss: value }) => loss(value) },
  { name: 'Accuracy', of: ({ accuracy }) => share(accuracy) },
  {
    name: 'Stopping loss',
    of: ({ stoppingLoss }) => (stoppingLoss === null ? null : loss(stoppingLoss)),
  },
  { name: 'Stopping accuracy', of: ({ stoppingAccuracy }) => share(stoppingAccuracy) },
  { name: 'Learning rate', of: (epoch) => learningRate(epoch.learningRate) },
  { name: 'Took', of: ({ seconds }) => duration(seconds * 1000) },
];

function share(value: number | null): string | null {
  return value === null ? null : percent(value);
}
