import { expect, test } from 'vitest';
import type { AuditMethod, AuditSpec } from '../../api/types';
import { draftOf, emptyDraft, request } from './draft';

const method: AuditMethod = {
  name: 'groups',
  summary: 'How right a model is in each group.',
  models: { least: 1, most: 32 },
  schema: {
    type: 'object',
    properties: { chunk: { type: 'integer', minimum: 16, default: 64 } },
  },
};

const spec: AuditSpec = {
  method: 'groups',
  images: {
    name: 'birds',
    directory: '/data/birds',
    layout: 'waterbirds',
    classMap: null,
    task: { target: null, groups: ['place', 'season'], region: null },
    subset: { split: 'test', where: { place: 'water' }, balanced: true, limit: 300, seed: 7 },
    lenient: true,
    hash: '0123',
  },
  models: [
    { name: 'demo', directory: '/models/demo', hash: 'aa' },
    { name: 'mine', directory: '/models/mine', hash: 'bb' },
  ],
  options: { chunk: 32 },
};

test('a cloned spec asks for the same again, declared things by their names', () => {
  const { asked, faults } = request(
    draftOf(
      spec,
      [{ name: 'birds', directory: '/data/birds' }],
      [{ name: 'demo', directory: '/models/demo' }],
    ),
    method,
  );
  expect(faults).toEqual({});
  expect(asked.spec).toEqual({
    ...spec,
    images: { ...without(spec.images), directory: null, layout: null },
    models: [{ name: 'demo' }, { name: 'mine', directory: '/models/mine' }],
  });
});

test('models keep their order, whichever of them are declared here', () => {
  const [demo, mine] = spec.models;
  const other = { name: 'other', directory: '/models/other' };
  const draft = draftOf(
    { ...spec, models: [mine!, other, demo!] },
    [],
    [
      { name: 'demo', directory: '/models/demo' },
      { name: 'other', directory: '/models/other' },
      { name: 'third', directory: '/models/third' },
    ],
  );
  const { models } = request({ ...draft, known: ['third', ...draft.known] }, method).asked.spec;
  expect(models.map(({ name }) => name)).toEqual(['mine', 'other', 'demo', 'third']);
});

test('what is not declared here is asked for by its directory', () => {
  const { asked } = request(draftOf(spec, [], []), method);
  expect(asked.spec.images).toEqual(without(spec.images));
  expect(asked.spec.models).toEqual([
    { name: 'demo', directory: '/models/demo' },
    { name: 'mine', directory: '/models/mine' },
  ]);
});

test('what was audited elsewhere is not what is declared under its name here', () => {
  const draft = draftOf(
    spec,
    [{ name: 'birds', directory: '/data/other-birds' }],
    [{ name: 'demo', directory: '/models/other-demo' }],
  );
  expect(request(draft, method).asked.spec).toMatchObject({
    images: { directory: '/data/birds', layout: 'waterbirds' },
    models: [
      { name: 'demo', directory: '/models/demo' },
      { name: 'mine', directory: '/models/mine' },
    ],
  });
});

test('what is wrong is told by its field', () => {
  const draft = {
    ...emptyDraft('groups', '', []),
    limit: '0',
    seed: 'x',
    where: 'water',
    options: { chunk: '1' },
  };
  expect(request(draft, method).faults).toEqual({
    'spec.options.chunk': 'It is 16 or more.',
    'spec.models': 'Choose at least one model.',
    'spec.images.directory': 'Name a directory.',
    'spec.images.subset.limit': 'It is a whole number, 1 or more.',
    'spec.images.subset.seed': 'It is a whole number.',
    'spec.images.subset.where': 'Write ATTRIBUTE=VALUE, with commas between.',
  });
});

test('two models of one name are refused before anybody is asked', () => {
  const draft = { ...emptyDraft('groups', 'birds', ['demo']), bundles: 'demo=/models/other' };
  expect(request(draft, method).faults).toEqual({
    'spec.models': 'Two models are called demo.',
  });
});

function without({ hash: _, ...rest }: AuditSpec['images']) {
  return rest;
}

test('a method says how many models it takes', () => {
  const training: AuditMethod = { ...method, name: 'train', models: { least: 0, most: 1 } };
  const draft = emptyDraft('train', 'birds', []);
  expect(request(draft, training).faults).toEqual({});
  expect(request({ ...draft, known: ['demo', 'other'] }, training).faults).toEqual({
    'spec.models': 'Choose one model at most.',
  });
  expect(request(draft, method).faults).toEqual({ 'spec.models': 'Choose at least one model.' });
});
