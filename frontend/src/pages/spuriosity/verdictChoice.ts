import type { SpuriosityClasses, SpuriosityFeatures } from '../../api/types';
import type { ListedClass } from './classOrder';

/** What a person ticked or unticked, by the index of the class and by feature. */
export type Ticks = ReadonlyMap<number, ReadonlyMap<number, boolean>>;

/** The features of a class that count as spurious: the audit's, but for what was changed. */
export function chosen({ class: c, spurious }: ListedClass, ticks: Ticks): ReadonlySet<number> {
  const features = new Set(spurious);
  ticks.get(c)?.forEach((on, feature) => {
    if (on) features.add(feature);
    else features.delete(feature);
  });
  return features;
}

/** With one feature of a class ticked or not; as the audit has it, it is no change. */
export function ticked(ticks: Ticks, one: ListedClass, feature: number, on: boolean): Ticks {
  const own = new Map(ticks.get(one.class));
  if (on === one.spurious.includes(feature)) own.delete(feature);
  else own.set(feature, on);
  const all = new Map(ticks);
  if (own.size > 0) all.set(one.class, own);
  else all.delete(one.class);
  return all;
}

/** Classes that people had judged before the audit: the others have suggestions or nothing. */
export function judged({ features }: SpuriosityFeatures): ReadonlySet<number> {
  return new Set(
    features.flatMap(({ classes }) =>
      classes.filter(({ source }) => source === 'given').map(({ class: c }) => c),
    ),
  );
}

/**
 * The option `verdicts`: the spurious features of each class that people judged, before or by these
 * ticks. What was only suggested stays out, since a verdict counts as said by people. Empty where
 * nobody said anything.
 */
export function verdictsText(
  { classes }: SpuriosityClasses,
  ticks: Ticks,
  before: ReadonlySet<number>,
): string {
  const said = classes.filter(({ class: c }) => before.has(c) || ticks.has(c));
  if (said.length === 0) return '';
  return JSON.stringify(
    Object.fromEntries(
      said.map((one) => [one.name, [...chosen(one, ticks)].sort((a, b) => a - b)]),
    ),
  );
}
