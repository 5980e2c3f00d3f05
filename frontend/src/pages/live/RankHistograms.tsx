import { Link } from 'react-router';
import type { ClassRanks, Screening } from '../../api/types';
import { ChartFigure } from '../../charts/ChartFigure';
import { count } from '../../format/numbers';
import { imagesPath } from '../../images/filters';
import { meanWords, spreadWords, stateWords, timesReference } from './drift';
import styles from './RankHistograms.module.css';

const NONE =
  'Nothing to compare with: no reference was given. Audit the model by spuriosity, download the ' +
  'reference of the report, and start with --reference FILE.';
const NOT_YET = 'No image was predicted yet as a class that the reference ranks.';

/** How strongly the images of each predicted class show its spurious cues, against the reference. */
export function RankHistograms({ screening }: { screening: Screening }) {
  const { ranks, key } = screening;
  const classes = ranks?.classes ?? [];
  return (
    <div className={styles.wide} data-filled={classes.length > 0}>
      <ChartFigure
        title="Spuriosity against the reference"
        summary={summary(screening)}
        keys={[
          { name: 'images, by rank: weak cues left, strong ones right', tone: 'accent' },
          { name: 'the reference', tone: 'reference', dashed: true },
        ]}
        table={{
          head: ['Predicted', 'State', 'Images', 'Mean rank', 'Reference images'],
          rows: classes.map((one) => [
            one.name,
            stateWords(one),
            count(one.n),
            meanWords(one),
            count(one.referenceImages),
          ]),
        }}
        csv={{
          head: [
            'predicted',
            'state',
            'direction',
            'since',
            'n',
            'mean',
            'low',
            'high',
            'allowed',
          ].concat(classes[0]?.counts.map((_, bin) => `bin ${bin + 1}`) ?? []),
          rows: classes.map((one) => [
            one.name,
            one.state,
            one.direction,
            one.since,
            one.n,
            one.mean?.value ?? null,
            one.mean?.low ?? null,
            one.mean?.high ?? null,
            one.allowed,
            ...one.counts,
          ]),
        }}
        empty={ranks === null ? NONE : classes.length === 0 ? NOT_YET : null}
      >
        <div
          className={styles.classes}
          tabIndex={0}
          role="region"
          aria-label="Spuriosity of each predicted class"
        >
          {classes.map((one) => (
            <OfClass key={one.name} ranks={one} />
          ))}
          <Link to={imagesPath({ screening: key, sort: 'highest-spuriosity' })}>
            Images with the strongest cues →
          </Link>
        </div>
      </ChartFigure>
    </div>
  );
}

function OfClass({ ranks }: { ranks: ClassRanks }) {
  return (
    <article className={styles.one} data-state={ranks.state}>
      <header>
        <strong title={ranks.name}>{ranks.name}</strong>
        <span className={styles.state}>
          {ranks.state === 'drifting' && <span aria-hidden="true">▲ </span>}
          {stateWords(ranks)}
        </span>
      </header>
      <Histogram ranks={ranks} />
      <p>{meanWords(ranks)}</p>
    </article>
  );
}

function Histogram({ ranks }: { ranks: ClassRanks }) {
  const times = timesReference(ranks);
  const top = Math.max(2, ...times);
  return (
    <div className={styles.bins} role="img" aria-label={spreadWords(ranks)}>
      {times.map((value, bin) => (
        <span key={bin} style={{ height: `${(100 * value) / top}%` }} />
      ))}
      <i style={{ bottom: `${100 / top}%` }} />
    </div>
  );
}

function summary({ ranks }: Screening): string {
  if (!ranks || ranks.classes.length === 0) return '';
  const shown = ranks.classes.length < ranks.seen ? ` ${ranks.classes.length} are shown.` : '';
  const drift = ranks.drifting === 0 ? 'None drifts.' : `${count(ranks.drifting)} drift.`;
  return `${count(ranks.seen)} of ${count(ranks.ofClasses)} classes were predicted. ${drift}${shown}`;
}
