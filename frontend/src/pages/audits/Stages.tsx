import type { AuditStage } from '../../api/types';
import { DataTable } from '../../ui/Section';
import { stageProgress } from './words';
import section from '../../ui/Section.module.css';
import styles from './AuditsPage.module.css';

/** Every stage, in order, with how far it is. */
export function Stages({
  stages,
  at,
  ended,
}: {
  stages: readonly AuditStage[];
  at: number;
  ended: boolean;
}) {
  return (
    <section className={section.section} aria-labelledby="stages">
      <h2 id="stages">Stages</h2>
      <DataTable label="Stages" head={['Stage', 'State', 'Progress']}>
        {stages.map((stage, place) => (
          <tr key={stage.name}>
            <th scope="row">
              {place + 1}. {stage.name}
            </th>
            <td data-warn={stage.aside > 0}>
              {place < at ? '✓ done' : place > at || ended ? '○ not begun' : '● worked on'}
            </td>
            <td>
              <div className={styles.stage}>
                <span>{stageProgress(stage)}</span>
                {stage.units !== null && stage.units > 0 && (
                  <progress
                    value={stage.done + stage.aside}
                    max={stage.units}
                    aria-label={stage.name}
                  />
                )}
              </div>
            </td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
