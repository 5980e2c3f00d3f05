import type {
  SpuriosityClass,
  SpuriosityFigure,
  SpuriositySource,
  SpuriosityVerdict,
} from '../../api/types';
import { count, percent } from '../../format/numbers';

/** A gap in percentage points with its sign: `+12.5`, `−3.0`. */
export function points(gap: number): string {
  return signed(gap * 100, 1);
}

/** A number with its sign: `+1.25`, `−0.40`. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** A size in percentage points, without a sign: `5`, `2.5`. */
export function percentPoints(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}

/** An interval of gaps: `+3.1 to +20.4`. */
export function pointsRange(low: number, high: number): string {
  return `${points(low)} to ${points(high)}`;
}

/** A p-value: `< 0.001`, `0.034`. */
export function pWords(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

/** A gap in words, with interval and n; or why there is none. */
export function gapWords(figure: SpuriosityFigure): string {
  const { value, low, high, n, why } = figure;
  if (value === null) return why ?? 'no gap';
  const range = low !== null && high !== null ? ` (${pointsRange(low, high)})` : '';
  return `${points(value)} points${range}, n ${count(n)}`;
}

/** An accuracy in words, with interval and n. */
export function accuracyWords({ value, low, high, n, why }: SpuriosityFigure): string {
  if (value === null) return why ?? 'no value';
  const range = low !== null && high !== null ? ` (${percent(low)} to ${percent(high)})` : '';
  return `${percent(value)}${range}, n ${count(n)}`;
}

const verdicts: Record<SpuriosityVerdict, string> = {
  core: '● core',
  spurious: '◆ spurious',
  none: '○ no verdict',
};

const sources: Record<SpuriositySource, string> = {
  given: 'people said so',
  suggested: 'masks suggest so, nobody has judged',
  none: 'nobody has judged',
};

/** A verdict with its sign. */
export function verdictWords(verdict: SpuriosityVerdict): string {
  return verdicts[verdict];
}

/** Who a verdict is from. */
export function sourceWords(source: SpuriositySource): string {
  return sources[source];
}

type Suggestion = NonNullable<SpuriosityClass['features'][number]['suggestion']>;

/** What masks suggest of a feature; a remark, no verdict. */
export function suggestionWords(of: Suggestion): string {
  const said =
    of.verdict === null
      ? 'nothing'
      : of.verdict === 'none'
        ? 'neither core nor spurious'
        : of.verdict;
  const why = [of.missing, exchangeWords(of), outsideWords(of)].filter((one) => one !== null);
  return `Masks suggest ${said}${why.length > 0 ? ': ' : ''}${why.join('; ')}.`;
}

/** What a feature follows when objects and surroundings are exchanged; null where none were. */
function exchangeWords({ object, surroundings, exchanged }: Suggestion): string | null {
  return object == null || surroundings == null
    ? null
    : `the class’s objects change it by ${signed(object, 2)} standard deviations, its surroundings by ${signed(surroundings, 2)} (${count(exchanged ?? 0)} of each exchanged)`;
}

/** How its activation lies; null where no map says. */
function outsideWords({ outside, uniform, images: looked }: Suggestion): string | null {
  if (outside === null) return null;
  const beside = uniform === null ? '' : `, ${percent(uniform, 0)} of a uniform map`;
  return `${percent(outside, 0)} of the activation lies outside the object${beside} (${images(looked)})`;
}

/** `3 images`, `1 image`. */
export function images(n: number): string {
  return `${count(n)} ${n === 1 ? 'image' : 'images'}`;
}

/** Places as they are listed: `12, 40 and 41`. */
export function listed(all: readonly (string | number)[]): string {
  if (all.length < 2) return all.join('');
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
