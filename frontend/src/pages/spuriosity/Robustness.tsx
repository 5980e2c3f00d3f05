import type { ChartData, ChartOptions } from 'chart.js';
import '../../charts/register';
import { Chart } from 'react-chartjs-2';
import { ChartFigure, type Key } from '../../charts/ChartFigure';
import { useChartColors, type ChartColors } from '../../charts/useChartColors';
import type { SpuriosityGaps } from '../../api/types';
import { count, percent } from '../../format/numbers';
import { gapWords, points } from './words';
import section from '../../ui/Section.module.css';
import styles from './GapsPage.module.css';

type Model = SpuriosityGaps['models'][number];

/** Accuracy on low against accuracy on high spuriosity, and what is above the line through it. */
export function Robustness({ found: { models, line } }: { found: SpuriosityGaps }) {
  const colors = useChartColors();
  const isKnown = models.some(({ robustness }) => robustness !== null);
  const why = isKnown ? null : models.find(({ robustnessWhy }) => robustnessWhy)?.robustnessWhy;
  const known = models.filter(
    ({ accuracyHigh, accuracyLow }) => accuracyHigh !== null && accuracyLow !== null,
  );
  const keys: Key[] = [
    { name: 'models', tone: 'accent' },
    { name: 'as right on both', tone: 'reference', dashed: true },
    ...(line ? [{ name: 'fitted line', tone: 'wrong' as const }] : []),
  ];
  const told = line
    ? `Low = ${line.slope.toFixed(2)} × high ${line.intercept < 0 ? '−' : '+'} ${Math.abs(line.intercept).toFixed(2)}, over ${count(models.length)} models.`
    : 'The models allow no line.';
  return (
    <section className={section.section} aria-labelledby="robustness">
      <h2 id="robustness">Effective robustness</h2>
      <p>
        How far a model’s accuracy on images of low spuriosity is above what its accuracy on high
        ones foretells.{why != null && <> It is not told here: {why}.</>}
      </p>
      <div className={styles.models}>
        <div className={styles.plot}>
          <ChartFigure
            title="Accuracy on low against high spuriosity"
            summary={told}
            keys={keys}
            table={{
              head: ['Model', 'High', 'Low'],
              rows: known.map(({ name, accuracyHigh, accuracyLow }) => [
                name,
                percent(accuracyHigh!),
                percent(accuracyLow!),
              ]),
            }}
            csv={{
              head: ['model', 'accuracy high', 'accuracy low', 'robustness'],
              rows: models.map(({ name, accuracyHigh, accuracyLow, robustness }) => [
                name,
                accuracyHigh,
                accuracyLow,
                robustness,
              ]),
            }}
            empty={known.length === 0 ? 'No accuracy is known.' : null}
          >
            <Chart
              type="scatter"
              aria-label={`Accuracy on low against high spuriosity. ${told}`}
              data={scatter(known, line, colors)}
              options={options(known, colors)}
            />
          </ChartFigure>
        </div>
        <ModelTable models={models} />
      </div>
    </section>
  );
}

function ModelTable({ models }: { models: readonly Model[] }) {
  const head = ['Model', 'Mean gap#', 'High#', 'Low#', 'Robustness#'];
  return (
    <div
      className={`${section.scroll} ${styles.table}`}
      tabIndex={0}
      role="region"
      aria-label="Models"
    >
      <table>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" data-number={name.endsWith('#')}>
                {name.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map(({ name, mean, accuracyHigh, accuracyLow, robustness }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-number="true">{mean === null ? '–' : gapWords(mean)}</td>
              <td data-number="true">{accuracyHigh === null ? '–' : percent(accuracyHigh)}</td>
              <td data-number="true">{accuracyLow === null ? '–' : percent(accuracyLow)}</td>
              <td data-number="true">{robustness === null ? '–' : points(robustness)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function scatter(
  models: readonly Model[],
  line: SpuriosityGaps['line'],
  colors: ChartColors,
): ChartData<'scatter', { x: number; y: number }[]> {
  const [from, to] = ends(models);
  const along = (f: (x: number) => number) => [from, to].map((x) => ({ x, y: f(x) }));
  const drawn = { showLine: true, pointRadius: 0, pointHitRadius: 0, borderWidth: 1.5 };
  return {
    labels: models.map(({ name }) => name),
    datasets: [
      {
        label: 'models',
        data: models.map(({ accuracyHigh, accuracyLow }) => ({
          x: accuracyHigh!,
          y: accuracyLow!,
        })),
        backgroundColor: colors.accent,
        borderColor: colors.surface,
        pointRadius: 4.5,
      },
      {
        ...drawn,
        label: 'as right on both',
        data: along((x) => x),
        borderColor: colors.reference,
        borderDash: [5, 4],
      },
      ...(line
        ? [
            {
              ...drawn,
              label: 'fitted line',
              data: along((x) => line.slope * x + line.intercept),
              borderColor: colors.wrong,
            },
          ]
        : []),
    ],
  };
}

function options(models: readonly Model[], colors: ChartColors): ChartOptions<'scatter'> {
  const [from, to] = ends(models);
  const axis = (title: string) => ({
    min: from,
    max: to,
    title: { display: true, text: title, color: colors.muted },
    grid: { color: colors.grid },
    border: { display: false },
    ticks: {
      color: colors.muted,
      maxTicksLimit: 6,
      callback: (value: number | string) => percent(Number(value), 0),
    },
  });
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    scales: { x: axis('on highest spuriosity'), y: axis('on lowest spuriosity') },
    plugins: {
      tooltip: {
        filter: (item) => item.datasetIndex === 0,
        callbacks: {
          label: ({ dataIndex, parsed }) =>
            `${models[dataIndex]?.name}: high ${percent(parsed.x ?? 0)}, low ${percent(parsed.y ?? 0)}`,
        },
      },
    },
  };
}

/** Both axes alike, so that the diagonal is one. */
function ends(models: readonly Model[]): [number, number] {
  const all = models.flatMap(({ accuracyHigh, accuracyLow }) => [accuracyHigh!, accuracyLow!]);
  return [
    Math.max(0, Math.floor(Math.min(...all) * 20 - 0.5) / 20),
    Math.min(1, Math.ceil(Math.max(...all) * 20 + 0.5) / 20),
  ];
}
