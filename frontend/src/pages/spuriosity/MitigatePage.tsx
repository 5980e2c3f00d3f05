import { DocumentParts, DocumentSection } from './DocumentSection';
import { TuneForm } from './TuneForm';
import { TuningResults } from './TuningResults';
import { useDocument, useSpuriosity } from './useSpuriosity';
import layout from '../../ui/layout.module.css';

/** What tuning the head did, as it goes on, and a form that tunes it anew as another audit. */
export function MitigatePage() {
  const { audit } = useSpuriosity();
  const classes = useDocument('classes');
  const tuning = useDocument('tuning');
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Mitigate: {audit.dataset}</h1>
          <p>
            The head is tuned on images of low spuriosity until the gap is closed; beside it on
            random images and on errors, the same way.
          </p>
        </div>
      </header>
      {tuning.data && tuning.named && classes.data ? (
        <DocumentParts title="Tuning" asked={tuning}>
          {(found) => <TuningResults found={found} all={classes.data!} />}
        </DocumentParts>
      ) : (
        <DocumentSection id="tuning" title="Tuning" asked={tuning} height={320}>
          {() => null}
        </DocumentSection>
      )}
      <DocumentSection id="choose" title="Tune anew" asked={classes} height={320}>
        {(all) => <TuneForm key={audit.id} all={all} />}
      </DocumentSection>
    </>
  );
}
