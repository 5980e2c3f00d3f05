import type { ReactNode } from 'react';
import type { ImageDetail } from '../../api/types';
import { duration, percent, score } from '../../format/numbers';
import { ScoreBar } from '../../ui/ScoreBar';
import pageStyles from './ImagePage.module.css';
import styles from './ImageNumbers.module.css';

/** The numbers of one image: what the model said, and where and when it said so. */
export function ImageNumbers({ image }: { image: ImageDetail }) {
  return (
    <section className={pageStyles.panel} aria-label="Numbers">
      <NumberRows image={image} />
    </section>
  );
}

/** The same without a panel around them. */
export function NumberRows({ image }: { image: ImageDetail }) {
  return (
    <dl className={styles.numbers}>
      <Row name="Predicted">
        <strong>{image.predicted}</strong> with {percent(image.confidence)}
      </Row>
      <Row name="Label">
        {image.label ?? 'none'}
        {image.right === null && (
          <small>
            {image.label === null
              ? 'The event carried no label.'
              : 'The label maps to no class of the model.'}
          </small>
        )}
      </Row>
      <Row name="Groups">
        {Object.entries(image.groups)
          .map(([attribute, value]) => `${attribute}: ${value}`)
          .join(', ') || 'none'}
      </Row>
      <Row name="Mask score">
        <MaskScore image={image} />
      </Row>
      <Row name="Spuriosity">
        <Spuriosity image={image} />
      </Row>
      <Row name="Latency">
        {image.latencyMillis === null ? 'unknown' : duration(image.latencyMillis)}
        <small>from capture to score</small>
      </Row>
      <Row name="Captured">{image.capturedAt ? <Time at={image.capturedAt} /> : 'unknown'}</Row>
      <Row name="Scored">
        <Time at={image.scoredAt} />
      </Row>
      <Row name="Data set">{image.dataset}</Row>
      <Row name="Model">
        {image.model} <code>{image.modelHash}</code>
      </Row>
      <Row name="Device">
        {image.device} of <code>{image.member}</code>
      </Row>
      <Row name="Source">
        <code>{image.source}</code>
      </Row>
      <Row name="Key">
        <code>{image.key}</code>
      </Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function MaskScore({ image: { maskScore, uniformMaskScore, hasMask } }: { image: ImageDetail }) {
  if (maskScore === null) return hasMask ? 'none: the attention map is empty' : 'none: no mask';
  if (uniformMaskScore === null) return score(maskScore);
  return (
    <>
      <span className={styles.maskScore}>
        <strong>{score(maskScore)}</strong>
        <ScoreBar value={maskScore} uniform={uniformMaskScore} />
      </span>
      <small>
        A map that looks everywhere scores {score(uniformMaskScore)} on this mask; 1 is a map in the
        shape of the object.
      </small>
    </>
  );
}

function Spuriosity({ image: { spuriosity, rankPercentile, predicted } }: { image: ImageDetail }) {
  if (spuriosity === null) {
    return (
      <>
        unknown
        <small>No reference ranked {predicted} when the image was scored.</small>
      </>
    );
  }
  const deviations = `${spuriosity < 0 ? '−' : '+'}${Math.abs(spuriosity).toFixed(2)}`;
  return (
    <>
      <strong>{deviations}</strong> standard deviations
      {rankPercentile !== null && (
        <small>
          The cues of {predicted} that do not belong to it are stronger here than in{' '}
          {percent(rankPercentile)} of the reference images that were predicted so.
        </small>
      )}
    </>
  );
}

function Time({ at }: { at: string }) {
  return <time dateTime={at}>{new Date(at).toLocaleString('sv-SE')}</time>;
}
