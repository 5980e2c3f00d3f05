import type { SpuriosityClasses } from '../../api/types';

/** Which features count as spurious, by the index of the class. */
export type Choice = ReadonlyMap<number, ReadonlySet<number>>;

/** What the audit took for spurious. */
export function initialChoice({ classes }: SpuriosityClasses): Choice {
  return new Map(classes.map(({ class: c, spurious }) => [c, new Set(spurious)]));
}

/** The choice with one feature of a class ticked or not. */
export function ticked(choice: Choice, c: number, feature: number, on: boolean): Choice {
  const features = new Set(choice.get(c));
  if (on) features.add(feature);
  else features.delete(feature);
  return new Map(choice).set(c, features);
}

/** How many classes have at least one spurious feature. */
export function classesWith(choice: Choice): number {
  return [...choice.values()].filter((features) => features.size > 0).length;
}

/**
 * The choice as the option `verdicts` has it: `waterbird: 3 17; landbird:`. Every class is in it, so
 * that masks suggest nothing beside what people have ticked; but one without a feature that was
 * looked at, of which nobody can say anything.
 */
export function verdictsText(choice: Choice, { classes }: SpuriosityClasses): string {
  return classes
    .filter(({ spurious, core, undecided }) => spurious.length + core.length + undecided.length > 0)
    .map(({ class: c, name }) => {
      const features = [...(choice.get(c) ?? [])].sort((a, b) => a - b);
      return `${name}: ${features.join(' ')}`.trim();
    })
    .join('; ');
}

/** Names that cannot be written as verdicts: a semicolon ends one. */
export function unwritable({ classes }: SpuriosityClasses): string[] {
  return classes.map(({ name }) => name).filter((name) => name.includes(';'));
}
