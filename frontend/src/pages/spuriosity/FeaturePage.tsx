import { Link, useNavigate, useParams } from 'react-router';
import type { SpuriosityFeatures } from '../../api/types';
import { shortcuts } from '../../keys/shortcuts';
import { useShortcut } from '../../keys/useShortcut';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { DocumentParts } from './DocumentSection';
import { FeatureClasses } from './FeatureClasses';
import { useDocument, useSpuriosity } from './useSpuriosity';
import layout from '../../ui/layout.module.css';
import styles from './ClassPage.module.css';

/** One feature in all the classes for which it is important: a cue of one is often another's object. */
export function FeaturePage() {
  const { feature: number = '' } = useParams();
  const asked = useDocument('features');
  return (
    <DocumentParts title={`Feature ${number}`} asked={asked}>
      {({ features }) => {
        const at = features.findIndex(({ feature }) => feature === Number(number));
        return at < 0 ? (
          <Notice title={`Feature ${number} is important for no class`} failed>
            <p>The audit looked at the most important features of each class only.</p>
          </Notice>
        ) : (
          <OneFeature key={at} all={features} at={at} />
        );
      }}
    </DocumentParts>
  );
}

function OneFeature({ all, at }: { all: SpuriosityFeatures['features']; at: number }) {
  const { feature, classes } = all[at]!;
  const of = (verdict: string) => classes.filter((one) => one.verdict === verdict).length;
  const found = (
    [
      ['core', 'core for'],
      ['spurious', 'spurious for'],
      ['none', 'without a verdict for'],
    ] as const
  ).flatMap(([verdict, words]) => (of(verdict) > 0 ? [`${words} ${of(verdict)}`] : []));
  return (
    <>
      <header className={layout.head}>
        <div>
          <h1>Feature {feature}</h1>
          <p>
            Important for {classes.length === 1 ? 'one class' : `${classes.length} classes`}:{' '}
            {found.join(', ')}.
          </p>
        </div>
        <Neighbours previous={all[at - 1]?.feature} next={all[at + 1]?.feature} />
      </header>
      <FeatureClasses feature={feature} classes={classes} />
    </>
  );
}

/** On to the features before and after it. */
function Neighbours({
  previous,
  next,
}: {
  previous: number | undefined;
  next: number | undefined;
}) {
  const { audit } = useSpuriosity();
  const navigate = useNavigate();
  const show = (feature: number | undefined) => {
    if (feature !== undefined) {
      void navigate(`/audits/${audit.id}/features/${feature}`, { replace: true });
    }
  };
  useShortcut(shortcuts.back, () => void navigate(`/audits/${audit.id}/classes`));
  useShortcut(shortcuts.previous, () => show(previous));
  useShortcut(shortcuts.next, () => show(next));
  return (
    <p className={styles.neighbours}>
      <Link to={`/audits/${audit.id}/classes`}>All classes</Link>
      <Button
        aria-disabled={previous === undefined}
        aria-label={`Previous feature: ${previous ?? 'none'}`}
        onClick={() => show(previous)}
        shortcut={shortcuts.previous}
      >
        ‹ Previous
      </Button>
      <Button
        aria-disabled={next === undefined}
        aria-label={`Next feature: ${next ?? 'none'}`}
        onClick={() => show(next)}
        shortcut={shortcuts.next}
      >
        Next ›
      </Button>
    </p>
  );
}
