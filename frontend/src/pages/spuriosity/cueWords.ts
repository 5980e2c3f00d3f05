import type { SpuriosityConcepts, SpuriosityCorruption } from '../../api/types';

/** What a gap along a concept says of the cue. */
export type Answer = SpuriosityConcepts['concepts'][number]['answer'];

/** Every answer: its sign, and what it means. */
export const answers = {
  used: { sign: '■', words: 'used: there is a gap' },
  undecided: { sign: '?', words: 'undecided: a gap, but not after the adjustment' },
  discarded: { sign: '□', words: 'discarded: no gap is seen' },
} as const satisfies Record<Answer, { sign: string; words: string }>;

/** An answer with its sign: `■ used`. */
export function answerWords(answer: Answer): string {
  return `${answers[answer].sign} ${answer}`;
}

/** What a corruption takes from a region. */
export const taken = {
  grey: 'colour',
  blur: 'texture',
  rotate: 'shape',
} as const satisfies Record<SpuriosityCorruption, string>;

/** All corruptions, in the order in which sheets show them. */
export const corruptions = Object.keys(taken) as SpuriosityCorruption[];

/** What happens to accuracy: in percentage points: `18.2 lost`, `2.0 gained`. */
export function lostWords(drop: number): string {
  const size = Math.abs(drop * 100).toFixed(1);
  return `${size} ${drop < 0 && Number(size) !== 0 ? 'gained' : 'lost'}`;
}

/** What the size of a direction’s cosine to the head’s own weights means: `0.84: in part …`. */
export function alongHeadWords(cosine: number | null): string {
  if (cosine === null) return 'not known';
  const meaning =
    cosine >= 0.95
      ? 'hardly more than how sure the head is'
      : cosine >= 0.5
        ? 'in part how sure the head is, in part something else'
        : 'something that the head’s own weights hardly look along';
  return `${cosine.toFixed(2)}: ${meaning}`;
}
