import type { SpuriosityClasses } from '../../api/types';

/** A class as the list of all has it. */
export type ListedClass = SpuriosityClasses['classes'][number];

/** How classes may be sorted, and how that is called. */
export const orders = {
  gap: 'largest gap first',
  negative: 'smallest gap first',
  flagged: 'most flagged labels first',
  name: 'by name',
  index: 'as in the data set',
} as const;

/** A way in which classes may be sorted. */
export type ClassOrder = keyof typeof orders;

/** An order by the name that an address has; the largest gap first where it has none. */
export function orderNamed(name: string | null): ClassOrder {
  return name !== null && Object.hasOwn(orders, name) ? (name as ClassOrder) : 'gap';
}

/**
 * The classes whose name has all the words of a text in it, or whose index or one of whose features
 * is that number, sorted; those without a gap come last.
 */
export function arranged(
  all: readonly ListedClass[],
  text: string,
  order: ClassOrder,
): readonly ListedClass[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const number = /^\d+$/.test(text.trim()) ? Number(text) : null;
  const matches = (one: ListedClass) => {
    const name = one.name.toLowerCase();
    return (
      words.every((word) => name.includes(word)) ||
      (number !== null &&
        (one.class === number ||
          [one.spurious, one.core, one.undecided].some((features) => features.includes(number))))
    );
  };
  return all.filter(matches).toSorted(comparing(order));
}

function comparing(order: ClassOrder): (a: ListedClass, b: ListedClass) => number {
  const last = (gap: number | null, sign: number) => (gap === null ? Infinity : sign * gap);
  const by: Record<ClassOrder, (a: ListedClass, b: ListedClass) => number> = {
    gap: (a, b) => compare(last(a.gap, -1), last(b.gap, -1)),
    negative: (a, b) => compare(last(a.gap, 1), last(b.gap, 1)),
    flagged: (a, b) => b.flagged - a.flagged,
    name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
    index: () => 0,
  };
  return (a, b) => by[order](a, b) || a.class - b.class;
}

// Infinities cannot be subtracted.
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
