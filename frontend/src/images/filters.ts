import type { paths } from '../api/schema';
import { clock } from '../live/connection';

type Query = NonNullable<paths['/api/images']['get']['parameters']['query']>;

/** What a list of images is narrowed down to, and its order; absent means any. */
export type ImageFilters = Omit<Query, 'limit' | 'cursor'>;
/** Order of a list of images. */
export type Sort = NonNullable<ImageFilters['sort']>;

/** Every order, with the words for it; the first is the server's own. */
export const sorts: Record<Sort, string> = {
  newest: 'newest first',
  oldest: 'oldest first',
  'lowest-confidence': 'lowest confidence first',
  'highest-confidence': 'highest confidence first',
  'lowest-mask-score': 'lowest mask score first',
  'highest-mask-score': 'highest mask score first',
  'highest-spuriosity': 'highest spuriosity first',
  'lowest-spuriosity': 'lowest spuriosity first',
};

const texts = ['screening', 'label', 'predicted', 'group'] as const;
const shares = [
  'minConfidence',
  'maxConfidence',
  'minMaskScore',
  'maxMaskScore',
  'minPercentile',
  'maxPercentile',
] as const;
const instants = ['scoredFrom', 'scoredTo'] as const;

/** The filters that an address asks for; what it says wrongly is left out. */
export function readFilters(params: URLSearchParams): ImageFilters {
  const filters: ImageFilters = {};
  for (const name of texts) {
    const text = params.get(name);
    if (text) filters[name] = text;
  }
  for (const name of shares) {
    const share = readShare(params.get(name));
    if (share !== null) filters[name] = share;
  }
  for (const name of instants) {
    const at = Date.parse(params.get(name) ?? '');
    if (!Number.isNaN(at)) filters[name] = new Date(at).toISOString();
  }
  const right = params.get('right');
  if (right === 'true' || right === 'false') filters.right = right === 'true';
  const sort = params.get('sort');
  if (sort && sort in sorts && sort !== 'newest') filters.sort = sort as Sort;
  return filters;
}

function readShare(text: string | null): number | null {
  const share = text === null || text.trim() === '' ? NaN : Number(text);
  return share >= 0 && share <= 1 ? share : null;
}

/** The same filters as an address writes them: `group=a&right=false`, always in the same order. */
export function writeFilters(filters: ImageFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of [...texts, 'right', ...shares, ...instants, 'sort'] as const) {
    const value = filters[name];
    if (value !== undefined && value !== '' && value !== 'newest') params.set(name, String(value));
  }
  return params;
}

/** Whether a list is narrowed down or ordered by spuriosity. */
export function goesByRank({ sort, minPercentile, maxPercentile }: ImageFilters): boolean {
  const ordered = sort === 'highest-spuriosity' || sort === 'lowest-spuriosity';
  return ordered || minPercentile !== undefined || maxPercentile !== undefined;
}

/** The address of the Images page with these filters. */
export function imagesPath(filters: ImageFilters): string {
  const search = writeFilters(filters).toString();
  return search ? `/images?${search}` : '/images';
}

/** One filter in words, and the filters without it. */
export interface Chip {
  readonly name: string;
  readonly value: string;
  readonly without: ImageFilters;
}

/** The filters in words, one for each that narrows the list down. The order is none. */
export function chipsOf(filters: ImageFilters): Chip[] {
  const { screening, label, predicted, group, right, scoredFrom, scoredTo } = filters;
  const { minConfidence, maxConfidence, minMaskScore, maxMaskScore } = filters;
  const { minPercentile, maxPercentile } = filters;
  const chips: (Omit<Chip, 'without'> & { drops: (keyof ImageFilters)[] })[] = [];
  if (screening) chips.push({ name: 'screening', value: screening, drops: ['screening'] });
  if (label) chips.push({ name: 'label', value: label, drops: ['label'] });
  if (predicted) chips.push({ name: 'predicted', value: predicted, drops: ['predicted'] });
  if (group) chips.push({ name: 'group', value: group, drops: ['group'] });
  if (right !== undefined) {
    chips.push({ name: 'prediction', value: right ? 'right' : 'wrong', drops: ['right'] });
  }
  const confidence = range(minConfidence, maxConfidence, String);
  if (confidence) {
    const drops = ['minConfidence', 'maxConfidence'] as const;
    chips.push({ name: 'confidence', value: confidence, drops: [...drops] });
  }
  const maskScore = range(minMaskScore, maxMaskScore, String);
  if (maskScore) {
    const drops = ['minMaskScore', 'maxMaskScore'] as const;
    chips.push({ name: 'mask score', value: maskScore, drops: [...drops] });
  }
  const percentile = range(minPercentile, maxPercentile, String);
  if (percentile) {
    const drops = ['minPercentile', 'maxPercentile'] as const;
    chips.push({ name: 'spuriosity rank', value: percentile, drops: [...drops] });
  }
  const scored = range(scoredFrom, scoredTo, moment);
  if (scored) chips.push({ name: 'scored', value: scored, drops: ['scoredFrom', 'scoredTo'] });
  return chips.map(({ name, value, drops }) => ({ name, value, without: drop(filters, drops) }));
}

function range<T>(low: T | undefined, high: T | undefined, say: (end: T) => string): string | null {
  if (low === undefined && high === undefined) return null;
  if (low === undefined) return `up to ${say(high!)}`;
  return high === undefined ? `from ${say(low)}` : `${say(low)} to ${say(high)}`;
}

/** A moment as short as it can be said: the day only when it is not today. */
export function moment(at: string | number): string {
  const date = new Date(at);
  const day = date.toLocaleDateString('sv-SE');
  const today = new Date().toLocaleDateString('sv-SE');
  return day === today ? clock(date.getTime()) : `${day} ${clock(date.getTime())}`;
}

function drop(filters: ImageFilters, names: readonly (keyof ImageFilters)[]): ImageFilters {
  const rest = { ...filters };
  for (const name of names) delete rest[name];
  return rest;
}
