import type { ReactNode } from 'react';
import type { Rejects, Screening } from '../../api/types';
import { count, duration, percent, percentRange, rate, score } from '../../format/numbers';
import { ScoreBar } from '../../ui/ScoreBar';
import styles from './Figures.module.css';

/** The headline figures of a screening. */
export function Figures({ screening, rejects }: { screening: Screening; rejects: Rejects }) {
  return (
    <dl className={styles.figures} aria-label="Headline figures">
      <Scored screening={screening} />
      <Rate screening={screening} />
      <Accuracy screening={screening} />
      <WorstGroup screening={screening} />
      <MeanMaskScore screening={screening} />
      <Rejected rejects={rejects} />
    </dl>
  );
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{children}</dd>
    </div>
  );
}

function Scored({ screening: { scored, labelled } }: { screening: Screening }) {
  return (
    <Figure name="Scored" value={count(scored)}>
      {labelled === scored ? 'all with a comparable label' : `${count(labelled)} comparable labels`}
    </Figure>
  );
}

function Rate({ screening: { ratePerSecond, latency } }: { screening: Screening }) {
  return (
    <Figure name="Images per second" value={rate(ratePerSecond)}>
      {latency
        ? `latency p50\u00a0${duration(latency.p50)} · p95\u00a0${duration(latency.p95)} · p99\u00a0${duration(latency.p99)}`
        : 'latency unknown'}
    </Figure>
  );
}

function Accuracy({ screening: { accuracy } }: { screening: Screening }) {
  if (!accuracy) {
    return (
      <Figure name="Accuracy" value="unknown">
        no label maps to a class of the model
      </Figure>
    );
  }
  return (
    <Figure name="Accuracy" value={percent(accuracy.value)}>
      {percentRange(accuracy.low, accuracy.high)} (95&#8239;%), n&nbsp;{count(accuracy.n)}
    </Figure>
  );
}

function WorstGroup({ screening: { groups, worstGroup } }: { screening: Screening }) {
  const worst = groups.find((group) => group.name === worstGroup);
  if (!worst) {
    return (
      <Figure name="Worst group" value={groups.length === 0 ? 'none' : 'too few'}>
        {groups.length === 0 ? 'no labelled groups' : 'no group has 30 images yet'}
      </Figure>
    );
  }
  const { value, low, high, n } = worst.accuracy;
  return (
    <Figure name="Worst group" value={percent(value)}>
      <strong>{worst.name}</strong>
      <span>
        {percentRange(low, high)} (95&#8239;%), n&nbsp;{count(n)}
      </span>
    </Figure>
  );
}

function MeanMaskScore({ screening: { maskScore } }: { screening: Screening }) {
  if (!maskScore) {
    return (
      <Figure name="Mean mask score" value="none">
        no image came with a mask
      </Figure>
    );
  }
  const { mean, standardError, uniform, n, zeroMaps } = maskScore;
  const error = standardError === null ? '' : ` ± ${score(standardError)}`;
  return (
    <Figure name="Mean mask score ± s.e." value={score(mean) + error}>
      <ScoreBar value={mean} uniform={uniform} />
      <span>
        a map that looks everywhere scores {score(uniform)}; n&nbsp;{count(n)}
        {zeroMaps > 0 && `, ${count(zeroMaps)} empty maps left out`}
      </span>
    </Figure>
  );
}

function Rejected({ rejects }: { rejects: Rejects }) {
  const most = Object.entries(rejects.byReason).sort(([, a], [, b]) => b - a)[0];
  return (
    <Figure name="Rejected" value={count(rejects.total)}>
      {most ? `most often: ${most[0]}` : 'no event was rejected'}
    </Figure>
  );
}
