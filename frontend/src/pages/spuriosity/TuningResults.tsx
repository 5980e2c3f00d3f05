import type { SpuriosityTuning } from '../../api/types';
import { count } from '../../format/numbers';
import { SelectField } from '../../ui/Field';
import { ChangedImages } from './ChangedImages';
import { TrialTable } from './TrialTable';
import { TuningCurves } from './TuningCurves';
import { begun, outcome, trialNumbers } from './tuningWords';
import { useChoice } from './useChoice';
import { useSpuriosity } from './useSpuriosity';
import { percentPoints } from './words';
import section from '../../ui/Section.module.css';
import layout from '../../ui/layout.module.css';
import styles from './MitigatePage.module.css';

/** What tuning did, in words, as curves, as figures and as the images whose answers it changed. */
export function TuningResults({ found }: { found: SpuriosityTuning }) {
  const [chosen, choose] = useChoice('trial');
  const numbers = trialNumbers(found);
  const number = numbers.find((one) => String(one) === chosen) ?? numbers[0];
  const { tuning, stopping, reporting } = found.splits;
  const { audit } = useSpuriosity();
  const going = begun(found, audit.state === 'running');
  const told = found.sets.map((set) => outcome(found, set)).filter((one) => one !== null);
  return (
    <>
      <section className={section.section} aria-labelledby="tuning">
        <h2 id="tuning">What tuning did</h2>
        {told.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {found.missing != null && <p>▲ Nothing can be tuned: {found.missing}.</p>}
        {told.length === 0 && found.missing == null && <p>No trial has ended yet.</p>}
        {going !== null && <p>{going}</p>}
        <p className={layout.quiet}>
          Tuned on {count(tuning)} images, stopped on {count(stopping)} others: when the gap is
          below {percentPoints(found.threshold)} points, which does not count where classes have
          lost more than 10 points of accuracy for it, or has changed its sign. Told of{' '}
          {count(reporting)} further ones: the gap that stopped the tuning was selected.
        </p>
      </section>
      {number !== undefined && (
        <>
          {numbers.length > 1 && (
            <div className={styles.tools}>
              <SelectField name="Trial" value={String(number)} onChoose={choose}>
                {numbers.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </SelectField>
            </div>
          )}
          <TuningCurves found={found} number={number} />
          <section className={section.section} aria-labelledby="trials">
            <h2 id="trials">Every trial</h2>
            <TrialTable found={found} />
          </section>
          <ChangedImages found={found} number={number} />
        </>
      )}
    </>
  );
}
