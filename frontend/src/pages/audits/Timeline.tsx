import { useRef } from 'react';
import type { AuditProgress } from '../../api/types';
import { count } from '../../format/numbers';
import { clock } from '../../live/connection';
import { useNow } from '../../ui/useNow';
import { useSize } from '../../ui/useSize';
import { lanes, stretch, type Bar } from './lanes';
import section from '../../ui/Section.module.css';
import styles from './Timeline.module.css';

const ROW = 18;
const GAP = 3;
const TICKS = 4;

/** Units on workers, as time goes by: a lane for each worker, a bar for each unit. */
export function Timeline({ progress, live }: { progress: AuditProgress; live: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const now = useNow(live);
  const shown = lanes(progress);
  const lastEnd = Date.parse(progress.lately.at(-1)?.at ?? '');
  const { from, to } = stretch(shown, live || Number.isNaN(lastEnd) ? now : lastEnd);
  const place = (at: number) => ((Math.max(from, at) - from) / (to - from)) * width;
  return (
    <section className={section.section} aria-labelledby="units">
      <h2 id="units">Units on workers</h2>
      <p className={styles.told}>{told(progress, shown.length)}</p>
      <div ref={box} className={styles.lanes}>
        {shown.map(({ worker, rows }) => (
          <div key={worker} className={styles.lane}>
            <h3>{worker}</h3>
            <svg
              width={width}
              height={rows.length * (ROW + GAP)}
              role="img"
              aria-label={laneWords(worker, rows.flat())}
            >
              {rows.map((row, index) =>
                row
                  .filter((bar) => (bar.to ?? to) >= from)
                  .map((bar) => (
                    <Unit
                      key={bar.key}
                      bar={bar}
                      x={place(bar.from)}
                      end={place(bar.to ?? to)}
                      y={index * (ROW + GAP)}
                    />
                  )),
              )}
            </svg>
          </div>
        ))}
        {shown.length > 0 && (
          <p className={styles.axis} aria-hidden="true">
            {Array.from({ length: TICKS }, (_, i) => (
              <span key={i}>{clock(from + (i * (to - from)) / (TICKS - 1))}</span>
            ))}
          </p>
        )}
      </div>
    </section>
  );
}

function Unit({ bar, x, end, y }: { bar: Bar; x: number; end: number; y: number }) {
  const width = Math.max(2, end - x - 1);
  const tone = bar.error !== null ? 'threw' : bar.to === null ? 'running' : 'done';
  const sign = bar.error !== null ? '▲' : '';
  return (
    <g data-tone={tone} className={styles.unit}>
      <title>
        {bar.error !== null
          ? `${bar.name}: ${bar.error}`
          : bar.to === null
            ? `${bar.name}, worked on since ${clock(bar.from)}`
            : `${bar.name}, ${((bar.to - bar.from) / 1000).toFixed(1)} s`}
      </title>
      <rect x={x} y={y} width={width} height={ROW} rx={3} />
      {width > 14 && sign && (
        <text x={x + 3} y={y + 13}>
          {sign}
        </text>
      )}
    </g>
  );
}

function told({ running, lately }: AuditProgress, workers: number): string {
  if (workers === 0) return 'No worker has told of a unit lately.';
  const threw = lately.filter(({ error }) => error !== null).length;
  return (
    `${count(running.length)} ${running.length === 1 ? 'unit is' : 'units are'} worked on; ` +
    `the last ${count(lately.length)} that ended are shown` +
    (threw > 0 ? `, ${count(threw)} of them threw (▲).` : '.')
  );
}

function laneWords(worker: string, bars: readonly Bar[]): string {
  const running = bars.filter(({ to }) => to === null).map(({ name }) => name);
  const threw = bars.filter(({ error }) => error !== null).length;
  return (
    `${worker}: ${running.length > 0 ? `works on ${running.join(', ')}` : 'idle'}; ` +
    `${bars.length - running.length} ended lately, ${threw} of them threw`
  );
}
