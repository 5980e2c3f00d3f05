import { useState } from 'react';
import { DocumentParts, DocumentSection } from './DocumentSection';
import { noChanges, TuneForm } from './TuneForm';
import { TuningResults } from './TuningResults';
import { useDocument, useSpuriosity } from './useSpuriosity';
import layout from '../../ui/layout.module.css';

/** What tuning the head did, as it goes on, and a form that tunes it anew as another audit. */
export function MitigatePage() {
  const { audit } = useSpuriosity();
  const classes = useDocument('classes');
  const tuning = useDocument('tuning');
  // Held here: the form itself goes while what it is made of cannot be loaded.
  const [changes, setChanges] = useState(noChanges);
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
      <DocumentParts title="Tuning" asked={tuning}>
        {(found) => <TuningResults found={found} />}
      </DocumentParts>
      <DocumentSection id="choose" title="Tune anew" asked={classes} height={320}>
        {(all) => <TuneForm all={all} changes={changes} onChange={setChanges} />}
      </DocumentSection>
    </>
  );
}
