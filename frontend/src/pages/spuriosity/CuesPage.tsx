import { useMemo } from 'react';
import type { SpuriosityClasses } from '../../api/types';
import { ConceptGaps } from './ConceptGaps';
import { DocumentParts, OptionalSection, useIsMade } from './DocumentSection';
import { RegionDrops } from './RegionDrops';
import { RegionLosses } from './RegionLosses';
import { Survivors } from './Survivors';
import { useDocument, useSpuriosity } from './useSpuriosity';
import layout from '../../ui/layout.module.css';

/** Cues beyond the features of classes: told of by the data set, found by nobody’s naming, corrupted. */
export function CuesPage() {
  const { audit } = useSpuriosity();
  const classes = useDocument('classes');
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Cues of {audit.dataset}</h1>
          <p>
            Over all classes and models: which cues that the data set tells of are used, which
            differences in accuracy nobody has named yet, and what is lost with the regions of
            features.
          </p>
        </div>
      </header>
      <DocumentParts title="Classes" asked={classes}>
        {(all) => <Parts all={all} />}
      </DocumentParts>
    </>
  );
}

function Parts({ all }: { all: SpuriosityClasses }) {
  const names = useMemo(
    () => new Map(all.classes.map(({ class: c, name }) => [c, name])),
    [all.classes],
  );
  const concepts = useDocument('concepts');
  const discovery = useDocument('discovery');
  const sensitivity = useDocument('sensitivity');
  const made = [
    useIsMade('concepts', concepts),
    useIsMade('discovery', discovery),
    useIsMade('sensitivity', sensitivity),
  ];
  const of = { names, models: all.models };
  return (
    <>
      {!made.includes(true) && (
        <p>
          There is nothing here: the audit was not asked for cues beyond features, or ended before.
          Its options are concepts, discover and sensitivity.
        </p>
      )}
      <OptionalSection
        id="concepts"
        title="Cues the data set tells of"
        stage="concepts"
        asked={concepts}
        height={320}
      >
        {(found) => <ConceptGaps found={found} {...of} />}
      </OptionalSection>
      <OptionalSection
        id="discovery"
        title="Cues nobody named"
        stage="discovery"
        asked={discovery}
        height={320}
      >
        {(found) => <Survivors found={found} names={names} encoder={all.encoder} />}
      </OptionalSection>
      <OptionalSection
        id="regions"
        title="What is lost with the regions of features"
        stage="sensitivity"
        asked={sensitivity}
        height={480}
      >
        {(found) => <RegionLosses found={found} />}
      </OptionalSection>
      <RegionDrops {...of} />
    </>
  );
}
