import { useMemo } from 'react';
import { Link } from 'react-router';
import type { SpuriosityClasses, SpuriosityGaps } from '../../api/types';
import { count } from '../../format/numbers';
import { BetweenModels } from './BetweenModels';
import { DocumentParts } from './DocumentSection';
import { GapMatrix } from './GapMatrix';
import { Robustness } from './Robustness';
import { SortedGaps } from './SortedGaps';
import { useDocument, useSpuriosity } from './useSpuriosity';
import layout from '../../ui/layout.module.css';

/** The gaps of all classes on all models, and what models share. */
export function GapsPage() {
  const { audit } = useSpuriosity();
  const classes = useDocument('classes');
  const gaps = useDocument('gaps');
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Gaps on {audit.dataset}</h1>
          <p>
            Accuracy on the images of highest spuriosity minus that on those of lowest, in
            percentage points: what a model owes to cues that do not belong to the class.
          </p>
        </div>
      </header>
      <DocumentParts title="Classes" asked={classes}>
        {(all) => (
          <DocumentParts title="Gaps" asked={gaps}>
            {(found) => <Found found={found} all={all} />}
          </DocumentParts>
        )}
      </DocumentParts>
    </>
  );
}

function Found({ found, all }: { found: SpuriosityGaps; all: SpuriosityClasses }) {
  const { audit } = useSpuriosity();
  const ranked = useMemo(() => rankedOnly(found), [found]);
  const without = all.classes.length - ranked.classes.length;
  if (ranked.classes.length === 0) {
    return (
      <p>
        There is no gap: no class has a ranking, since none has a spurious feature. Tick one under{' '}
        <Link to={`/audits/${audit.id}/mitigate`}>Mitigate</Link>, and start from there.
      </p>
    );
  }
  return (
    <>
      {without > 0 && (
        <p>
          {count(without)} of {count(all.classes.length)} classes{' '}
          {without === 1 ? 'has no ranking and is' : 'have no ranking and are'} not here; the list
          of classes says why.
        </p>
      )}
      <GapMatrix found={ranked} all={all} />
      <SortedGaps found={ranked} all={all} />
      <Robustness found={found} />
      <BetweenModels found={found} />
    </>
  );
}

/** The same without the rows of classes that have no ranking. */
function rankedOnly(found: SpuriosityGaps): SpuriosityGaps {
  const kept = <T,>(rows: readonly T[]): T[] => rows.filter((_, row) => found.n[row] !== 0);
  const { classes, value, low, high, adjusted, shrunk, n } = found;
  return {
    ...found,
    classes: kept(classes),
    value: kept(value),
    low: kept(low),
    high: kept(high),
    adjusted: kept(adjusted),
    shrunk: kept(shrunk),
    n: kept(n),
  };
}
