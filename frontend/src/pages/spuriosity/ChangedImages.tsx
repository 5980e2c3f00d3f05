import type { SpuriosityTuning } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import { PictureRow, type RowPicture } from './PictureRow';
import { sets, trialsOf, words } from './tuningWords';
import { useChoice } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import section from '../../ui/Section.module.css';
import styles from './MitigatePage.module.css';

/** The images that a trial repaired and broke, with what they were called before and after. */
export function ChangedImages({ found, number }: { found: SpuriosityTuning; number: number }) {
  const { audit } = useSpuriosity();
  const [chosen, choose] = useChoice('set');
  const trials = trialsOf(found, number);
  const shown = trials.find((one) => one.set === chosen) ?? trials[0];
  if (!shown) return null; // None of these has ended yet.
  const { set, trial } = shown;
  const pictures = (changed: typeof trial.repaired) =>
    changed.map(({ place, id, from, to }): RowPicture => ({
      place,
      told: `${id}: ${from} before, ${to} after`,
      caption: (
        <>
          {from}
          <br />→ {to}
        </>
      ),
    }));
  const rows = [
    { name: 'Repaired', sign: '✓', told: trial.repairedCount, changed: pictures(trial.repaired) },
    { name: 'Broken', sign: '✕', told: trial.brokenCount, changed: pictures(trial.broken) },
  ];
  return (
    <section className={section.section} aria-labelledby="changed">
      <h2 id="changed">Images repaired and broken</h2>
      <div className={styles.tools}>
        <SelectField name="Tuned on" value={set} onChoose={choose}>
          {trials.map((one) => (
            <option key={one.set} value={one.set}>
              {sets[one.set].name}
            </option>
          ))}
        </SelectField>
      </div>
      {rows.map(({ name, sign, told, changed }) => (
        <div key={name} className={styles.changed}>
          <h3>
            {sign} {name}: {count(told)}
            {told > changed.length && `, ${count(changed.length)} of them shown`}
          </h3>
          {changed.length > 0 && (
            <PictureRow
              key={`${set}/${number}`}
              id={audit.id}
              label={`${name} by tuning on ${words(set)}`}
              pictures={changed}
            />
          )}
        </div>
      ))}
    </section>
  );
}
