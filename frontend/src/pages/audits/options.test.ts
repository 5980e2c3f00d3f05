import { expect, test } from 'vitest';
import { optionsOf, readOptions } from './options';

const schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    chunk: { type: 'integer', minimum: 16, multipleOf: 16, default: 64, title: 'Chunk' },
    share: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.01 },
    bins: { enum: ['equal-count', 'equal-width'], default: 'equal-count' },
    each: { type: 'boolean', default: true },
    layers: { type: 'array', items: { type: 'string' }, minItems: 1, default: ['a', 'b'] },
    best: { type: ['integer', 'null'], default: null },
    name: { type: 'string', maxLength: 3 },
  },
};

test('fields are made of the schema, filled with its defaults', () => {
  expect(optionsOf(schema).map(({ name, kind, initial }) => [name, kind, initial])).toEqual([
    ['chunk', 'whole', '64'],
    ['share', 'number', '0.01'],
    ['bins', 'choice', 'equal-count'],
    ['each', 'flag', 'true'],
    ['layers', 'list', 'a, b'],
    ['best', 'whole', ''],
    ['name', 'text', ''],
  ]);
  expect(optionsOf(schema)[0]?.title).toBe('Chunk');
  expect(optionsOf(schema)[1]?.title).toBe('share');
});

test('fields are read as what the schema says they are', () => {
  const { values, faults } = readOptions(schema, { share: '.5', layers: 'a,  c', each: 'false' });
  expect(values).toEqual({
    chunk: 64,
    share: 0.5,
    bins: 'equal-count',
    each: false,
    layers: ['a', 'c'],
    best: null,
  });
  expect(faults).toEqual({});
});

test.each([
  [{ chunk: '8' }, { chunk: 'It is 16 or more.' }],
  [{ chunk: '40' }, { chunk: 'It is a multiple of 16.' }],
  [{ chunk: '20.5' }, { chunk: 'It is a whole number.' }],
  [{ chunk: 'many' }, { chunk: 'It is a number.' }],
  [{ share: '1' }, { share: 'It is less than 1.' }],
  [{ layers: '' }, { layers: 'At least 1 must be given.' }],
  [{ bins: 'none' }, { bins: 'It is one of equal-count, equal-width.' }],
])('%o is told to be wrong', (fields, faults) => {
  expect(readOptions(schema, fields).faults).toEqual(faults);
});
