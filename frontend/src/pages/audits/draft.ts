import type { AuditMethod, AuditSpec, NewAudit } from '../../api/types';
import { readOptions, written } from './options';

/** An audit that a person is about to ask for: what stands in the fields of the form. */
export interface Draft {
  readonly title: string;
  readonly method: string;
  /** Name of a declared data set; empty for a directory. */
  readonly dataset: string;
  readonly directory: string;
  readonly layout: string;
  readonly classMap: string;
  readonly target: string;
  readonly groups: string;
  readonly region: string;
  readonly split: string;
  readonly where: string;
  readonly balanced: boolean;
  readonly limit: string;
  readonly seed: string;
  readonly lenient: boolean;
  /** Names of known bundles. */
  readonly known: readonly string[];
  /** Further ones, a line each: `NAME=DIRECTORY` or `DIRECTORY`. */
  readonly bundles: string;
  /** Names of models in the order that they are to keep, since methods tell the first from others. */
  readonly order: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** Nothing chosen yet, but what there is only one of. */
export function emptyDraft(method: string, dataset: string, models: readonly string[]): Draft {
  return {
    title: '',
    method,
    dataset,
    directory: '',
    layout: '',
    classMap: '',
    target: '',
    groups: '',
    region: '',
    split: '',
    where: '',
    balanced: false,
    limit: '',
    seed: '0',
    lenient: false,
    known: models,
    bundles: '',
    order: [],
    options: {},
  };
}

/** A data set or a bundle that this Telltale knows, and where that lies. */
export interface Declared {
  readonly name: string;
  readonly directory: string | null;
}

/**
 * The same as another audit's spec: what is declared here by its name, the rest by its place; so
 * is what lies elsewhere than what is declared under its name.
 */
export function draftOf(
  spec: AuditSpec,
  dataSets: readonly Declared[],
  models: readonly Declared[],
): Draft {
  const { images } = spec;
  const { task, subset } = images;
  const declared = isAmong(dataSets, images);
  const known = spec.models.filter((model) => isAmong(models, model)).map(({ name }) => name);
  return {
    title: '',
    method: spec.method,
    dataset: declared ? images.name : '',
    directory: declared ? '' : (images.directory ?? ''),
    layout: declared ? '' : (images.layout ?? ''),
    classMap: images.classMap ?? '',
    target: task?.target ?? '',
    groups: task?.groups?.join(', ') ?? '',
    region: task?.region ?? '',
    split: subset?.split ?? '',
    where: Object.entries(subset?.where ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
    balanced: subset?.balanced ?? false,
    limit: written(subset?.limit),
    seed: written(subset?.seed ?? 0),
    lenient: images.lenient ?? false,
    known,
    bundles: spec.models
      .filter(({ name }) => !known.includes(name))
      .map(({ name, directory }) => `${name}=${directory ?? ''}`)
      .join('\n'),
    order: spec.models.map(({ name }) => name),
    options: Object.fromEntries(
      Object.entries(spec.options ?? {}).map(([name, value]) => [name, written(value)]),
    ),
  };
}

function isAmong(
  all: readonly Declared[],
  meant: { name: string; directory?: string | null },
): boolean {
  return all.some(
    ({ name, directory }) =>
      name === meant.name && (meant.directory == null || directory === meant.directory),
  );
}

/** What is wrong with a draft, by the field of the request: `spec.images.subset.limit`. */
export type Faults = Readonly<Record<string, string>>;

/** The request that a draft makes, and what is wrong with it as far as this page can tell. */
export function request(draft: Draft, method: AuditMethod): { asked: NewAudit; faults: Faults } {
  const options = readOptions(method.schema as Record<string, unknown>, draft.options);
  const faults: Record<string, string> = {};
  for (const [name, fault] of Object.entries(options.faults)) {
    faults[`spec.options.${name}`] = fault;
  }
  const models = ordered(
    [...draft.known.map((name) => ({ name })), ...bundles(draft.bundles)],
    draft.order,
  );
  const { least, most } = method.models;
  if (models.length < least) {
    faults['spec.models'] =
      least === 1 ? 'Choose at least one model.' : `Choose at least ${least} models.`;
  }
  if (models.length > most) {
    faults['spec.models'] = most === 1 ? 'Choose one model at most.' : `Choose ${most} at most.`;
  }
  const twice = models.find((one, i) => models.findIndex(({ name }) => name === one.name) !== i);
  if (twice) faults['spec.models'] = `Two models are called ${twice.name}.`;
  if (draft.dataset === '' && draft.directory.trim() === '') {
    faults['spec.images.directory'] = 'Name a directory.';
  }
  if (draft.limit.trim() !== '' && !/^[1-9]\d{0,8}$/.test(draft.limit.trim())) {
    faults['spec.images.subset.limit'] = 'It is a whole number, 1 or more.';
  }
  if (!/^-?\d{1,15}$/.test(draft.seed.trim())) {
    faults['spec.images.subset.seed'] = 'It is a whole number.';
  }
  const where = pairs(draft.where);
  if (!where) faults['spec.images.subset.where'] = 'Write ATTRIBUTE=VALUE, with commas between.';
  const directory = draft.directory.trim();
  return {
    asked: {
      title: orNull(draft.title),
      spec: {
        method: draft.method,
        images: {
          name: draft.dataset || lastPart(directory),
          directory: draft.dataset ? null : directory,
          layout: orNull(draft.layout),
          classMap: orNull(draft.classMap),
          task: {
            target: orNull(draft.target),
            groups: draft.groups.trim() === '' ? null : list(draft.groups),
            region: orNull(draft.region),
          },
          subset: {
            split: orNull(draft.split),
            where: where ?? {},
            balanced: draft.balanced,
            limit: draft.limit.trim() === '' ? null : Number(draft.limit),
            seed: Number(draft.seed),
          },
          lenient: draft.lenient,
        },
        models,
        options: options.values,
      },
    },
    faults,
  };
}

/** Those of the order as it has them, then the others as they are. */
function ordered<T extends { readonly name: string }>(models: T[], order: readonly string[]): T[] {
  const place = ({ name }: T) => (order.includes(name) ? order.indexOf(name) : order.length);
  return models.toSorted((a, b) => place(a) - place(b));
}

function bundles(text: string): { name: string; directory: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, directory] = /^([^=/]+)=(.+)$/.exec(line) ?? [];
      return name && directory
        ? { name: name.trim(), directory: directory.trim() }
        : { name: lastPart(line), directory: line };
    });
}

function pairs(text: string): Record<string, string> | null {
  if (text.trim() === '') return {};
  const found = list(text).map((pair) => /^([^=]+)=(.*)$/.exec(pair));
  if (found.some((pair) => pair === null)) return null;
  return Object.fromEntries(found.map((pair) => [pair![1]!.trim(), pair![2]!.trim()]));
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || 'images';
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
