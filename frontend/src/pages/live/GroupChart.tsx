import type { Group, Screening } from '../../api/types';
import { BarChart, type Bar } from '../../charts/BarChart';
import { count, percent, percentRange } from '../../format/numbers';
import { imagesPath } from '../../images/filters';
import { chartedGroups } from './series';

/** Accuracy of each group with its Wilson interval; the worst one is named. */
export function GroupChart({ screening }: { screening: Screening }) {
  const { groups, worstGroup, accuracy } = screening;
  const charted = chartedGroups(groups);
  const hrefOf = ({ name: group }: Group) => imagesPath({ screening: screening.key, group });
  return (
    <BarChart
      title="Accuracy by group"
      summary={summary(screening, charted.length)}
      bars={charted.map((group) => ({ ...bar(group, worstGroup), href: hrefOf(group) }))}
      keys={[
        { name: 'group, 95\u202f% interval', tone: 'accent' },
        { name: 'worst', tone: 'wrong' },
        { name: 'all images', tone: 'reference', dashed: true },
      ]}
      table={{
        head: ['Group', 'Accuracy', '95\u202f% interval', 'n', 'Mask score'],
        rows: groups.map((group) => row(group, worstGroup)),
        links: groups.map(hrefOf),
      }}
      csv={{
        head: ['group', 'accuracy', 'low', 'high', 'n', 'too few', 'mean mask score'],
        rows: groups.map(({ name, accuracy: { value, low, high, n }, tooFew, meanMaskScore }) => [
          name,
          value,
          low,
          high,
          n,
          String(tooFew),
          meanMaskScore,
        ]),
      }}
      format={(value) => percent(value, 0)}
      max={1}
      reference={accuracy?.value}
      empty="No labelled group yet."
    />
  );
}

function summary({ groups, worstGroup }: Screening, charted: number): string {
  const worst = groups.find((group) => group.name === worstGroup);
  const shown =
    charted < groups.length
      ? ` ${charted} lowest of ${count(groups.length)} groups are drawn.`
      : '';
  if (!worst) return `No group has 30 images yet: too few to name a worst one.${shown}`;
  const { value, low, high, n } = worst.accuracy;
  return `Worst: ${worst.name}, ${percent(value)} (${percentRange(low, high)}, n ${count(n)}).${shown}`;
}

function bar(group: Group, worstGroup: string | null): Bar {
  const { value, low, high, n } = group.accuracy;
  const worst = group.name === worstGroup;
  const note = group.tooFew ? ', too few' : worst ? ', worst' : '';
  return {
    label: [`${worst ? '▸ ' : ''}${shorten(group.name)}`, `n ${count(n)}${note}`],
    value,
    range: [low, high],
    tone: group.tooFew ? 'reference' : worst ? 'wrong' : 'accent',
    told: `${percent(value)}, 95\u202f% interval ${percentRange(low, high)}`,
  };
}

function row(group: Group, worstGroup: string | null): string[] {
  const { value, low, high, n } = group.accuracy;
  const note = group.tooFew ? ' (too few)' : group.name === worstGroup ? ' (worst)' : '';
  const maskScore = group.meanMaskScore === null ? '–' : group.meanMaskScore.toFixed(3);
  return [group.name + note, percent(value), percentRange(low, high), count(n), maskScore];
}

function shorten(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
