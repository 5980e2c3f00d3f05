import { count } from '../../format/numbers';
import { DataTable, Section } from '../../ui/Section';
import { useTopics } from './useSystem';

const purposes: Record<string, string> = {
  'telltale.images': 'image events that come in',
  'telltale.scores': 'what was found about each image',
  'telltale.trainings': 'where each training stands',
  'telltale.audit-commands': 'what people want of audits',
  'telltale.audits': 'where each audit stands',
  'telltale.units': 'units of audits, for workers',
  'telltale.unit-results': 'what became of units',
  'telltale.images.dlq': 'events that could not be screened',
};

/** Telltale's topics, and how far the workers have read. */
export function Topics() {
  return (
    <Section id="topics" title="Topics" asked={useTopics()} height={140}>
      {(topics) =>
        topics.length === 0 ? (
          <p>Kafka has none of Telltale’s topics yet.</p>
        ) : (
          <DataTable label="Topics" head={['Topic', 'Lag#', 'Records#', 'Partitions#']}>
            {topics.map(({ name, partitions, records, lag }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                  <small>{purposes[name] ?? ''}</small>
                </th>
                <td data-number="true" data-warn={(lag ?? 0) > 10_000}>
                  {lag === null ? '–' : count(lag)}
                </td>
                <td data-number="true">{count(records)}</td>
                <td data-number="true">{count(partitions)}</td>
              </tr>
            ))}
          </DataTable>
        )
      }
    </Section>
  );
}
