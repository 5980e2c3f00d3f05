import { useMemo } from 'react';
import type { SpuriosityConcepts } from '../../api/types';
import { count } from '../../format/numbers';
import type { ConceptGap } from './conceptRows';
import { answerWords } from './cueWords';
import { OptionalSection } from './DocumentSection';
import { GapList } from './GapList';
import { MissingConcepts } from './MissingConcepts';
import { StripPicture } from './StripPicture';
import { useArrival } from './useArrival';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { pWords } from './words';
import layout from '../../ui/layout.module.css';
import page from './ClassPage.module.css';

/** The gaps of a model on a class along cues that the data set tells of. */
export function ClassConcepts(props: { c: number; name: string; model: number; asked: string }) {
  const concepts = useDocument('concepts');
  return (
    <OptionalSection
      id="concepts"
      title="Cues the data set tells of"
      stage="concepts"
      asked={concepts}
      height={200}
    >
      {(data) => <Gaps data={data} {...props} />}
    </OptionalSection>
  );
}

function Gaps({
  data,
  c,
  name,
  model,
  asked,
}: {
  data: SpuriosityConcepts;
  c: number;
  name: string;
  model: number;
  /** Name of the model. */
  asked: string;
}) {
  useArrival('concepts');
  const { audit } = useSpuriosity();
  const gaps = useMemo(
    () =>
      data.concepts
        .filter((one) => one.class === c && one.model === model)
        .sort((a, b) => a.adjusted - b.adjusted),
    [data, c, model],
  );
  const rows = useMemo(() => gaps.map(listedGap), [gaps]);
  const drawn = gaps.flatMap(({ name: concept, picture }) =>
    picture === null ? [] : [{ concept, picture }],
  );
  return (
    <>
      <p className={layout.quiet}>
        Accuracy of {asked} on the images of {name} that lie farthest along a concept minus that on
        those farthest against it, in percentage points. ■ used: adjusted over all gaps, p is at
        most {data.rate}. ? undecided: the interval leaves 0 out, the adjustment does not. □
        discarded: no gap is seen; the interval says how large one could be.
      </p>
      {rows.length === 0 ? (
        <p>No concept could be measured on {name}.</p>
      ) : (
        <GapList label={`Gaps of ${name} along concepts`} gaps={rows} />
      )}
      {drawn.length > 0 && (
        <div className={page.cards}>
          {drawn.map(({ concept, picture }) => (
            <article key={concept} className={page.card} aria-label={`Ends of ${concept}`}>
              <h3>{concept}</h3>
              <StripPicture
                id={audit.id}
                artifact={picture}
                told={`${name} along ${concept}: the farthest along it above, the farthest against it below`}
              />
              <p>farthest along it above, farthest against it below</p>
            </article>
          ))}
        </div>
      )}
      <MissingConcepts missing={data.missing} />
    </>
  );
}

function listedGap({ name, gap, adjusted, answer }: ConceptGap, key: number) {
  const { value, low, high, n, why } = gap;
  const told =
    value === null
      ? (why ?? 'no gap')
      : `${answerWords(answer)}, n ${count(n)}, p ${pWords(adjusted)}`;
  return { key, name, value, low, high, told };
}
