import { useMemo } from 'react';
import { useLive } from '../live/useLive';
import { useStatus } from '../shell/useStatus';

/** What there is to filter by, as far as the page knows. */
export interface Choices {
  readonly classes: readonly string[];
  /** What the models can predict. */
  readonly predictions: readonly string[];
  readonly groups: readonly string[];
}

/** The classes and groups of a screening, or of all of them. */
export function useChoices(screening: string | undefined): Choices {
  const { data: status } = useStatus();
  // A text, so that figures that change four times a second change nothing here.
  const known = useLive(({ live }) => {
    const asked = live.screenings.filter(({ key }) => !screening || key === screening);
    const groups = asked.flatMap((one) => one.groups);
    const seen = live.recent.filter(
      (image) => !screening || `${image.dataset}/${image.modelHash}` === screening,
    );
    return JSON.stringify({
      datasets: asked.map(({ dataset }) => dataset),
      models: asked.map(({ modelHash }) => modelHash),
      groups: unique(groups.map(({ name }) => name)),
      classes: unique([
        ...groups.map(({ label }) => label),
        ...seen.map(({ predicted }) => predicted),
      ]),
    });
  });
  return useMemo(() => {
    const { datasets, models, groups, classes } = JSON.parse(known) as {
      datasets: string[];
      models: string[];
      groups: string[];
      classes: string[];
    };
    const declared = (status?.dataSets ?? [])
      .filter(({ name }) => datasets.includes(name))
      .flatMap((dataset) => dataset.classes);
    const predicted = (status?.models ?? [])
      .filter(({ hash }) => models.includes(hash) || screening?.endsWith(`/${hash}`))
      .flatMap((model) => model.classNames);
    const all = unique([...classes, ...declared]);
    return { groups, classes: all, predictions: predicted.length > 0 ? unique(predicted) : all };
  }, [known, status]);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en'));
}
