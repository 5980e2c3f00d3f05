import { memo, type MouseEvent } from 'react';
import type { ImageSummary } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { Picture } from '../../images/Picture';
import { originalUrl, overlayUrl } from '../../images/pictures';
import styles from './ImageGrid.module.css';

/** Width in pixels that the grid asks of the server for a picture. */
const WIDTH = 256;

/** What a card tells its grid about, by its index. */
export interface CardEvents {
  onPick: (index: number, event: MouseEvent) => void;
  onOpen: (index: number) => void;
  onFocus: (index: number) => void;
}

/** One image in the grid, in as few elements as can be: there are many. */
export const GridCard = memo(function GridCard({
  image,
  index,
  total,
  overlay,
  byRank,
  current,
  href,
  box,
  events,
}: {
  image: ImageSummary;
  index: number;
  total: number;
  overlay: boolean;
  byRank: boolean;
  current: boolean;
  href: string;
  box: string;
  events: CardEvents;
}) {
  const [top, left, width] = box.split(' ');
  return (
    <a
      className={styles.card}
      data-right={String(image.right)}
      data-index={index}
      aria-current={current || undefined}
      aria-label={`${describe(image)}; ${count(index + 1)} of ${count(total)}`}
      href={href}
      tabIndex={current ? 0 : -1}
      style={{ transform: `translate(${left}px, ${top}px)`, width: `${width}px` }}
      draggable={false}
      onClick={(event) => events.onPick(index, event)}
      onDoubleClick={() => events.onOpen(index)}
      onFocus={() => events.onFocus(index)}
    >
      <Picture src={originalUrl(image, WIDTH)} alt="" />
      {overlay && <Picture src={overlayUrl(image, WIDTH, 0.5)} alt="" />}
      <span className={styles.classes} title={`${image.label ?? 'no label'} → ${image.predicted}`}>
        {sign(image.right)} {image.label ?? 'no label'}
        {'\n→ '}
        {image.predicted}
      </span>
      <span className={styles.numbers}>
        {percent(image.confidence)}
        {byRank ? told('rank', image.rankPercentile) : told('mask', image.maskScore)}
      </span>
    </a>
  );
});

function told(name: string, value: number | null): string {
  return value === null ? '' : ` · ${name} ${value.toFixed(2)}`;
}

function sign(right: boolean | null): string {
  return right === null ? '?' : right ? '✓' : '✕';
}

/** An image in words, for those who do not see it. */
function describe(image: ImageSummary): string {
  const { id, label, predicted, right, confidence, maskScore, rankPercentile } = image;
  const verdict = right === null ? 'unknown' : right ? 'right' : 'wrong';
  const mask = maskScore === null ? '' : `, mask score ${maskScore.toFixed(2)}`;
  const said = `predicted ${predicted} with ${percent(confidence)}, ${verdict}`;
  const rank = rankPercentile === null ? '' : `, spuriosity rank ${rankPercentile.toFixed(2)}`;
  return `${id}: label ${label ?? 'none'}, ${said}${mask}${rank}`;
}
