// The REST answers of the made-up Telltale about images, topics and dead letters.

const orders = {
  'lowest-confidence': (a, b) => a.confidence - b.confidence,
  'highest-confidence': (a, b) => b.confidence - a.confidence,
  'lowest-mask-score': (a, b) => (a.maskScore ?? 2) - (b.maskScore ?? 2),
  'highest-mask-score': (a, b) => (b.maskScore ?? -1) - (a.maskScore ?? -1),
  'lowest-spuriosity': (a, b) => (a.spuriosity ?? 99) - (b.spuriosity ?? 99),
  'highest-spuriosity': (a, b) => (b.spuriosity ?? -99) - (a.spuriosity ?? -99),
};

const columns = [
  'key,id,dataset,model,modelHash,label,groups,predicted',
  'confidence,right,maskScore,hasMask,spuriosity,rankPercentile,scoredAt',
].join(',');

/** All images of the worlds that match the filters of a query, in its order. */
export function matching(worlds, params) {
  const text = (name) => params.get(name);
  const number = (name, other) => (params.has(name) ? Number(params.get(name)) : other);
  const [low, high] = [number('minConfidence', 0), number('maxConfidence', 1)];
  const [lowMask, highMask] = [number('minMaskScore', -1), number('maxMaskScore', 2)];
  const asksMask = params.has('minMaskScore') || params.has('maxMaskScore');
  const [lowRank, highRank] = [number('minPercentile', 0), number('maxPercentile', 1)];
  const asksRank = params.has('minPercentile') || params.has('maxPercentile');
  const from = text('scoredFrom') ? new Date(text('scoredFrom')).toISOString() : '';
  const to = text('scoredTo') ? new Date(text('scoredTo')).toISOString() : '9';
  const asOf = number('asOf', newest(worlds));
  const found = worlds
    .filter((world) => !text('screening') || world.key === text('screening'))
    .flatMap((world) => (world === worlds[0] ? arrivedBy(asOf, worlds) : world.images))
    .filter(
      (image) =>
        (!text('label') || image.label === text('label')) &&
        (!text('predicted') || image.predicted === text('predicted')) &&
        (!text('group') || groupOf(image) === text('group')) &&
        (!text('right') || String(image.right) === text('right')) &&
        image.confidence >= low &&
        image.confidence <= high &&
        (!asksMask ||
          (image.maskScore !== null &&
            image.maskScore >= lowMask &&
            image.maskScore <= highMask)) &&
        (!asksRank ||
          (image.rankPercentile !== null &&
            image.rankPercentile >= lowRank &&
            image.rankPercentile <= highRank)) &&
        image.scoredAt >= from &&
        image.scoredAt < to,
    );
  const sort = text('sort') ?? 'newest';
  // Images stand in the order in which they were scored.
  if (sort === 'newest') return found.reverse();
  return sort === 'oldest' ? found : found.sort(orders[sort]);
}

/** How many images there are: what a list is as of. */
export function newest(worlds) {
  return worlds.reduce((sum, world) => sum + world.images.length, 0);
}

/** Images of the first world when there were `asOf` in all; the others do not grow. */
function arrivedBy(asOf, [growing, ...others]) {
  return growing.images.slice(0, asOf - newest(others));
}

function groupOf({ label, groups }) {
  const attributes = Object.entries(groups).map(([name, value]) => `, ${name}=${value}`);
  return label === null ? null : label + attributes.join('');
}

/** One page of a list, by its number or a cursor, which holds how long the list was when it was begun. */
export function pageOf(list, params, standard = 50) {
  const limit = Number(params.get('limit') ?? standard);
  if (params.has('offset')) {
    const from = Number(params.get('offset'));
    return { rows: list.slice(from, from + limit), total: list.length, next: null };
  }
  const [offset, length] = (params.get('cursor') ?? `0.${list.length}`).split('.').map(Number);
  const begun = list.length - length; // Newer ones that came since stand in front.
  const rows = list.slice(begun + offset, begun + offset + limit);
  const next = offset + limit < length ? `${offset + limit}.${length}` : null;
  return { rows, total: list.length, next };
}

/** The keys before and after an image in a list. */
export function neighbours(list, key) {
  const at = list.findIndex((image) => image.key === key);
  if (at < 0) return { previous: null, next: null };
  return { previous: list[at - 1]?.key ?? null, next: list[at + 1]?.key ?? null };
}

/** A list as the export has it. */
export function exported(list, format) {
  if (format === 'jsonl') return list.map((image) => JSON.stringify(image) + '\n').join('');
  const rows = list.map((image) =>
    columns
      .split(',')
      .map((name) => (name === 'groups' ? JSON.stringify(image.groups) : (image[name] ?? '')))
      .map((value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value))
      .join(','),
  );
  return [columns, ...rows].join('\r\n') + '\r\n';
}

/** Telltale's topics. */
export function topics(worlds, deadLetters) {
  const scored = worlds.reduce((sum, world) => sum + world.images.length, 0);
  const rejected = deadLetters.length;
  return [
    { name: 'telltale.images', partitions: 8, records: scored + rejected + 31, lag: 31 },
    { name: 'telltale.scores', partitions: 8, records: scored, lag: null },
    { name: 'telltale.trainings', partitions: 1, records: 4321, lag: null },
    { name: 'telltale.images.dlq', partitions: 1, records: rejected, lag: null },
  ];
}
