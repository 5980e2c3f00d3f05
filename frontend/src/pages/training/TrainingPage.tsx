import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useConnection } from '../../live/useLive';
import { Unreachable } from '../../shell/Unreachable';
import { Notice } from '../../ui/Notice';
import { PageSkeleton } from '../PageSkeleton';
import { NoTrainings } from './NoTrainings';
import { OneTraining } from './OneTraining';
import { TrainingList } from './TrainingList';
import { useTrainings } from './useTrainings';

/** Trainings as they go on: all of them, or one with its curves. */
export function TrainingPage() {
  const trainings = useTrainings();
  const { connection } = useConnection();
  const { run } = useParams();
  useEffect(() => {
    // Some browsers return a promise here, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, [run]);
  if (!trainings) {
    return connection.kind === 'connecting' ? (
      <PageSkeleton title="Training" />
    ) : (
      <Unreachable title="Training" />
    );
  }
  if (run === undefined) {
    return trainings.length === 0 ? <NoTrainings /> : <TrainingList trainings={trainings} />;
  }
  const shown = trainings.find((one) => one.run === run);
  if (!shown) {
    return (
      <>
        <h1>Training</h1>
        <Notice title={`No training is named ${run}`} failed>
          <p>
            It may have been forgotten. <Link to="/trainings">All trainings</Link>
          </p>
        </Notice>
      </>
    );
  }
  return <OneTraining key={run} training={shown} />;
}
