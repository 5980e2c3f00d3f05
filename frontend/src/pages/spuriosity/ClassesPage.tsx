import { useDeferredValue, useMemo } from 'react';
import { useLocation } from 'react-router';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import type { SpuriosityClasses, SpuriosityFeatures } from '../../api/types';
import { count } from '../../format/numbers';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/Field';
import { useMedia } from '../../ui/useMedia';
import { ClassRow, type ClassFeature } from './ClassRow';
import { arranged, orderNamed, orders } from './classOrder';
import { DocumentSection } from './DocumentSection';
import { scaleOf } from './IntervalBar';
import { useChoice } from './useChoice';
import { useDocument, useSpuriosity } from './useSpuriosity';
import { VirtualRows } from './VirtualRows';
import field from '../../ui/Field.module.css';
import layout from '../../ui/layout.module.css';
import styles from './ClassesPage.module.css';

const SEARCH = 'class-search';
const NONE: readonly ClassFeature[] = [];

/** Every class with the features that matter for it and its gap, to be searched and sorted. */
export function ClassesPage() {
  const { audit } = useSpuriosity();
  const classes = useDocument('classes');
  const features = useDocument('features');
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Classes of {audit.dataset}</h1>
          {classes.data && <p>{summary(classes.data)}</p>}
        </div>
      </header>
      <DocumentSection id="classes" title="All classes" asked={classes} height={480}>
        {(data) => <ClassList found={data} features={features.data} />}
      </DocumentSection>
    </>
  );
}

function ClassList({
  found,
  features,
}: {
  found: SpuriosityClasses;
  features: SpuriosityFeatures | undefined;
}) {
  const { audit } = useSpuriosity();
  const { search } = useLocation();
  const [text, setText] = useChoice('q');
  const [chosen, setOrder] = useChoice('sort');
  const narrow = useMedia('(max-width: 760px)');
  useShortcut(shortcuts.filter, () => document.getElementById(SEARCH)?.focus());
  const order = orderNamed(chosen);
  // Typing goes on while a long list is worked out.
  const searched = useDeferredValue(text);
  const rows = useMemo(
    () => arranged(found.classes, searched, order),
    [found.classes, searched, order],
  );
  const scale = useMemo(
    () => scaleOf(found.classes.flatMap(({ gap, low, high }) => [gap, low, high])),
    [found.classes],
  );
  const shown = useMemo(() => featuresOf(found, features), [found, features]);
  const size = narrow ? 184 : 92;
  return (
    <>
      <div className={styles.tools}>
        <label className={field.field}>
          <span>Search (name, index or feature)</span>
          <input
            id={SEARCH}
            type="search"
            value={text}
            data-set={text !== ''}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <SelectField name="Sort" value={order} onChoose={setOrder}>
          {Object.entries(orders).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </SelectField>
        <p role="status" className={layout.quiet}>
          {rows.length === found.classes.length
            ? `${count(rows.length)} classes`
            : `${count(rows.length)} of ${count(found.classes.length)} classes`}
        </p>
      </div>
      {rows.length === 0 ? (
        <p>
          No class has this name, this index or this feature.{' '}
          <Button onClick={() => setText('')}>Show all {count(found.classes.length)}</Button>
        </p>
      ) : (
        <VirtualRows
          // Another list begins at its top.
          key={`${order}/${searched}`}
          label="Classes"
          rows={rows}
          size={size}
          height={`min(${rows.length * size}px, max(320px, 100vh - ${narrow ? 200 : 270}px))`}
          keyOf={(one) => one.class}
        >
          {(one) => (
            <ClassRow
              id={audit.id}
              search={search}
              one={one}
              models={found.models}
              k={found.k}
              features={shown.get(one.class) ?? NONE}
              scale={scale}
            />
          )}
        </VirtualRows>
      )}
    </>
  );
}

function summary({ classes, models, encoder, k }: SpuriosityClasses): string {
  const ranked = classes.filter(({ missing }) => missing === null).length;
  const asked = models.length === 1 ? models[0] : `${count(models.length)} models`;
  return (
    `Ranked by features of ${encoder}; gaps of ${asked} between the ${count(k)} images of highest and ` +
    `lowest spuriosity. ${count(ranked)} of ${count(classes.length)} classes have a ranking.`
  );
}

/** The features of each class, most important first, with the image that activates them most. */
function featuresOf(
  { classes }: SpuriosityClasses,
  features: SpuriosityFeatures | undefined,
): ReadonlyMap<number, readonly ClassFeature[]> {
  const all = new Map<number, (ClassFeature & { importance: number })[]>();
  for (const { feature, classes: of } of features?.features ?? []) {
    for (const { class: c, importance, verdict, evidence } of of) {
      const list = all.get(c) ?? [];
      const place = evidence?.highestPlaces[0] ?? null;
      list.push({ feature, verdict, place, importance });
      all.set(c, list);
    }
  }
  for (const list of all.values()) list.sort((a, b) => b.importance - a.importance);
  if (features) return all;
  return new Map(
    classes.map(({ class: c, spurious, core, undecided }) => {
      const of = (verdict: ClassFeature['verdict'], list: readonly number[]) =>
        list.map((feature) => ({ feature, verdict, place: null }));
      return [c, [...of('spurious', spurious), ...of('core', core), ...of('none', undecided)]];
    }),
  );
}
