import type { AuditStage, AuditState } from '../../api/types';
import { DataTable } from '../../ui/Section';
import { stageProgress, stageState } from './words';
import section from '../../ui/Section.module.css';
import styles from './AuditsPage.module.css';

/** Every stage, in order, with how far it is. */
export function Stages({
  stages,
  at,
  state,
}: {
  stages: readonly AuditStage[];
  /** Place of the one that is worked on; the number of stages when all are done. */
  at: number;
  state: AuditState;
}) {
  return (
    <section className={section.section} aria-labelledby="stages">
      <h2 id="stages">Stages</h2>
      {stages.length === 0 && <p>They are planned when its turn comes.</p>}
      {stages.length > 0 && (
        <DataTable label="Stages" head={['Stage', 'State', 'Progress']}>
          {stages.map((stage, place) => (
            <tr key={stage.name}>
              <th scope="row">
                {place + 1}. {stage.name}
              </th>
              <td data-warn={stage.aside > 0}>{stageState(stage, place - at, state)}</td>
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
      )}
    </section>
  );
}
