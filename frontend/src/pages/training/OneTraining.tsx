import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import type { TrainingSummary } from '../../api/types';
import { count } from '../../format/numbers';
import { Section } from '../../ui/Section';
import { Skeleton } from '../../ui/Skeleton';
import { useSlowly } from '../../ui/useSlowly';
import { EpochTable } from './EpochTable';
import { places } from './curves';
import { StandingBar } from './StandingBar';
import { TrainingFigures } from './TrainingFigures';
import { useHistory } from './useTrainings';
import layout from '../../ui/layout.module.css';
import section from '../../ui/Section.module.css';

const Curves = lazy(async () => ({ default: (await import('./Curves')).Curves }));

/** One training: where it stands, its curves, its epochs. */
export function OneTraining({ training: latest }: { training: TrainingSummary }) {
  const training = useSlowly(latest, 1000);
  const history = useHistory(latest);
  const { run, kind, dataset, images } = training;
  return (
    <div className={layout.page}>
      <header className={layout.head}>
        <div>
          <h1>Training: {run}</h1>
          <p>
            {kind} on {dataset}, {count(images)} {images === 1 ? 'image' : 'images'} an epoch
          </p>
        </div>
        <Link to="/trainings">All trainings</Link>
      </header>
      <StandingBar training={latest} />
      <TrainingFigures training={training} />
      <Section id="curves" title="Curves" asked={history} height={280}>
        {(data) => (
          <Suspense fallback={<Skeleton height={280} />}>
            <Curves shown={places(data, training)} />
          </Suspense>
        )}
      </Section>
      {history.data && (
        <section className={section.section} aria-labelledby="epochs">
          <h2 id="epochs">Epochs</h2>
          <EpochTable history={history.data} />
        </section>
      )}
    </div>
  );
}
