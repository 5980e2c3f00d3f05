import { z } from 'zod';

const figure = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number(),
  why: z.string().nullish(),
});

const text = z.object({ text: z.string() });
const whole = z.object({ count: z.number() });
const cell = z.union([text, whole, figure]);

const schema = z.object({
  version: z.literal(1),
  title: z.string(),
  /** How much is in a report of what is known so far; a finished one has none. */
  partial: z.object({ stage: z.string(), done: z.number(), units: z.number() }).optional(),
  findings: z.array(z.string()),
  sections: z.array(
    z.object({
      title: z.string(),
      text: z.string(),
      tables: z.array(
        z.object({
          name: z.string(),
          caption: z.string(),
          columns: z.array(z.object({ name: z.string(), title: z.string() })),
          rows: z.array(z.array(cell)),
        }),
      ),
      pictures: z.array(z.object({ caption: z.string(), artifact: z.string(), type: z.string() })),
    }),
  ),
  /** Models that were made. */
  bundles: z.array(z.object({ name: z.string(), hash: z.string() })).default([]),
  /** Documents for pages; one that changes has another address. */
  data: z.array(z.object({ name: z.string(), artifact: z.string() })).default([]),
});

/** What an audit found, as its page shows it. */
export type Report = z.infer<typeof schema>;
/** A table of it. */
export type ReportTable = Report['sections'][number]['tables'][number];
/** What stands in a table: words, a whole number, or a measured figure. */
export type Cell = ReportTable['rows'][number][number];
/** A measured figure with its interval. */
export type Figure = z.infer<typeof figure>;

/** Reads a report; throws when this page cannot show it. */
export function readReport(value: unknown): Report {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Error(
    `This page cannot show the report (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}); download it instead.`,
  );
}
