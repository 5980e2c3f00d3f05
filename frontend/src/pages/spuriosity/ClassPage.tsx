import { useMemo } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import type { SpuriosityClass, SpuriosityClasses } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { ClassConcepts } from './ClassConcepts';
import { ClassDiscovery } from './ClassDiscovery';
import { ClassFeatures } from './ClassFeatures';
import { ClassGaps } from './ClassGaps';
import { ClassSensitivity } from './ClassSensitivity';
import { arranged, orderNamed } from './classOrder';
import { DocumentParts, missingWords } from './DocumentSection';
import { FlaggedLabels } from './FlaggedLabels';
import { RankCurve } from './RankCurve';
import { RankingRows } from './RankingRows';
import { useChoice, useModel } from './useChoice';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { images } from './words';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';
import styles from './ClassPage.module.css';

/** One class: its features, its ranking, its gaps, and its labels that are to be looked at. */
export function ClassPage() {
  const { class: number = '' } = useParams();
  const classes = useDocument('classes');
  const c = Number(number);
  return (
    <DocumentParts title={`Class ${number}`} asked={classes}>
      {(all) =>
        all.classes.some((one) => one.class === c) ? (
          <OneClass c={c} all={all} />
        ) : (
          <Notice title={`There is no class ${number}`} failed>
            <p>The data set has {count(all.classes.length)} classes, counted from 0.</p>
          </Notice>
        )
      }
    </DocumentParts>
  );
}

function OneClass({ c, all }: { c: number; all: SpuriosityClasses }) {
  const { audit } = useSpuriosity();
  const { search } = useLocation();
  const one = all.classes.find(({ class: index }) => index === c)!;
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Class: {one.name}</h1>
          <p>
            class {c} of {audit.dataset}
            {one.images !== null && `, ${images(one.images)} reported on`}
          </p>
        </div>
        <Neighbours c={c} all={all} search={search} />
      </header>
      {/* Anew for each class; its neighbours stay, and with them the focus. */}
      <OfClass key={c} c={c} all={all} />
    </>
  );
}

function OfClass({ c, all }: { c: number; all: SpuriosityClasses }) {
  const asked = useDocument(`class-${c}`);
  return (
    <DocumentParts title="What was found" asked={asked}>
      {(found) => <Found found={found} all={all} />}
    </DocumentParts>
  );
}

function Found({ found, all }: { found: SpuriosityClass; all: SpuriosityClasses }) {
  const names = useMemo(
    () => new Map(all.classes.map(({ class: c, name }) => [c, name])),
    [all.classes],
  );
  const { audit, report } = useSpuriosity();
  const [model, choose] = useModel(all.models);
  const known = report.data.some(({ name }) => name === 'gaps');
  const { ranking, k } = found;
  const choice = { models: all.models, model, onChoose: choose };
  return (
    <>
      <ClassFeatures found={found} names={names} />
      {found.missing !== null || !ranking || k === null ? (
        <section className={section.section} aria-labelledby="ranking">
          <h2 id="ranking">Ranking</h2>
          {known ? (
            <p className={styles.missing}>
              ▲ There is no ranking: {found.missing}. So there is no gap either.
            </p>
          ) : (
            <p>{missingWords(audit.state, audit.current?.name)}</p>
          )}
        </section>
      ) : (
        <>
          <RankingRows name={found.name} k={k} ranking={ranking} {...choice} />
          <div className={styles.columns}>
            <RankCurve curves={found.curves} models={all.models} model={model} />
            <ClassGaps found={found} k={k} models={all.models} asked={all.k} />
          </div>
        </>
      )}
      <FlaggedLabels found={found} />
      <ClassConcepts c={found.class} name={found.name} model={model} asked={all.models[model]!} />
      <ClassDiscovery c={found.class} name={found.name} encoder={all.encoder} />
      <ClassSensitivity found={found} {...choice} />
    </>
  );
}

/** Back to the list, and on to the classes before and after it there. */
function Neighbours({ c, all, search }: { c: number; all: SpuriosityClasses; search: string }) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const [text] = useChoice('q');
  const [sort] = useChoice('sort');
  const [previous, next] = useMemo(() => {
    const found = arranged(all.classes, text, orderNamed(sort));
    const at = found.findIndex(({ class: index }) => index === c);
    // Led to from elsewhere, it may not be on the list: then its neighbours are the data set's.
    const list = at < 0 ? all.classes : found;
    const place = at < 0 ? all.classes.findIndex(({ class: index }) => index === c) : at;
    return [list[place - 1], list[place + 1]];
  }, [all.classes, text, sort, c]);
  const address = `/audits/${audit.id}/classes`;
  const show = (one: { class: number } | undefined) => {
    if (one) void navigate({ pathname: `${address}/${one.class}`, search }, { replace: true });
  };
  useShortcut(shortcuts.back, () => void navigate({ pathname: address, search }));
  useShortcut(shortcuts.previous, () => show(previous));
  useShortcut(shortcuts.next, () => show(next));
  return (
    <p className={styles.neighbours}>
      <Link to={{ pathname: address, search }}>All classes</Link>
      <Button
        aria-disabled={!previous}
        onClick={() => show(previous)}
        shortcut={shortcuts.previous}
        aria-label={previous ? `Previous class: ${previous.name}` : 'Previous class: none'}
      >
        ‹ Previous
      </Button>
      <Button
        aria-disabled={!next}
        onClick={() => show(next)}
        shortcut={shortcuts.next}
        aria-label={next ? `Next class: ${next.name}` : 'Next class: none'}
      >
        Next ›
      </Button>
    </p>
  );
}
