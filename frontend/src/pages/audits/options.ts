import { z } from 'zod';

/** An option of a method, as its form shows it. */
export interface Option {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'choice' | 'flag' | 'whole' | 'number' | 'list' | 'text';
  readonly choices: readonly string[];
  /** Whether it may be left empty, which then is null. */
  readonly nullable: boolean;
  /** As it stands in a field. */
  readonly initial: string;
}

interface Property {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
}

/** The options that a method's JSON Schema declares, in its order. */
export function optionsOf(schema: Readonly<Record<string, unknown>>): Option[] {
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  return Object.entries(properties).map(([name, property]) => {
    const types = [property.type ?? 'string'].flat();
    const choices = (property.enum ?? []).filter((one) => one !== null).map(String);
    return {
      name,
      title: property.title ?? name,
      description: property.description ?? '',
      kind: kindOf(types, choices),
      choices,
      nullable: types.includes('null') || (property.enum ?? []).includes(null),
      initial: written(property.default),
    };
  });
}

function kindOf(types: readonly string[], choices: readonly string[]): Option['kind'] {
  if (choices.length > 0) return 'choice';
  if (types.includes('boolean')) return 'flag';
  if (types.includes('integer')) return 'whole';
  if (types.includes('number')) return 'number';
  return types.includes('array') ? 'list' : 'text';
}

/** A value as it stands in a field. */
export function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** What the fields hold, and what is wrong with them, by name of the option. */
export function readOptions(
  schema: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, string>>,
): { values: Record<string, unknown>; faults: Record<string, string> } {
  const values: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const option of optionsOf(schema)) {
    const text = (fields[option.name] ?? option.initial).trim();
    // What is left empty is the method's to fill in, unless nothing is a value of its own.
    if (text !== '' || option.kind === 'list') values[option.name] = valueOf(option, text);
    else if (option.nullable) values[option.name] = null;
  }
  const read = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(values);
  for (const issue of read.error?.issues ?? []) {
    const [name] = issue.path;
    if (name !== undefined) faults[String(name)] ??= words(issue);
  }
  return { values, faults };
}

function valueOf(option: Option, text: string): unknown {
  switch (option.kind) {
    case 'flag':
      return text === 'true';
    case 'whole':
    case 'number':
      return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
    case 'list':
      return text === '' ? [] : text.split(',').map((item) => item.trim());
    default:
      return text;
  }
}

function words(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return issue.origin === 'array'
        ? `At least ${issue.minimum} must be given.`
        : `It is ${issue.inclusive === false ? 'more than ' : ''}${issue.minimum}${issue.inclusive === false ? '' : ' or more'}.`;
    case 'too_big':
      return issue.origin === 'array'
        ? `At most ${issue.maximum} may be given.`
        : `It is ${issue.inclusive === false ? 'less than ' : ''}${issue.maximum}${issue.inclusive === false ? '' : ' or less'}.`;
    case 'invalid_type':
      return issue.expected === 'int' ? 'It is a whole number.' : `It is a ${issue.expected}.`;
    case 'not_multiple_of':
      return `It is a multiple of ${issue.divisor}.`;
    case 'invalid_value':
      return `It is one of ${issue.values.join(', ')}.`;
    default:
      return issue.message;
  }
}
