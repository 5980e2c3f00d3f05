import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeServer, type FakeServer } from '../dev/fake-server.mjs';
import { firstOfEach } from '../dev/listen.mjs';

// The pages are built and looked at against the made-up server: what it answers must be what the
// contract says, or they are tested with what no Telltale sends.

const CONTRACT = new URL('../../backend/src/main/resources/openapi.yaml', import.meta.url);

describe('the made-up server speaks the contract', () => {
  let server: FakeServer;
  let ajv: Ajv2020;
  beforeAll(async () => {
    server = await startFakeServer({ rate: 5 });
    ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema(parse(await readFile(CONTRACT, 'utf8')) as object, 'contract');
  });
  afterAll(() => server?.stop());

  const answers: [path: string, address?: string][] = [
    ['/api/status'],
    ['/api/members'],
    ['/api/images', '/api/images?limit=20'],
    ['/api/dead-letters'],
    ['/api/topics'],
    ['/api/data-sets'],
    ['/api/data-sets/{name}/overview', '/api/data-sets/waterbirds/overview'],
    ['/api/data-sets/{name}/check', '/api/data-sets/waterbirds/check'],
    ['/api/trainings'],
    ['/api/trainings/{run}', '/api/trainings/birds-running'],
    ['/api/trainings/{run}', '/api/trainings/birds-failed'],
    ['/api/methods'],
    ['/api/audits'],
    ['/api/audits/{id}', '/api/audits/birds-running'],
    ['/api/audits/{id}', '/api/audits/cues-waiting'],
    ['/api/audits/{id}', '/api/audits/birds-in-part'],
    ['/api/audits/{id}', '/api/audits/cues-tuning'],
    ['/api/audits/{id}/report', '/api/audits/birds-completed/report'],
    ['/api/audits/{id}/report', '/api/audits/cues-tuning/report'],
    ['/api/audits/{id}/data/{name}', '/api/audits/cues-completed/data/classes'],
  ];
  const documents: [document: string, schema: string, audit?: string][] = [
    ['classes', 'SpuriosityClasses'],
    ...[0, 1, 2, 3, 4, 5].map((c): [string, string] => [`class-${c}`, 'SpuriosityClass']),
    ['features', 'SpuriosityFeatures'],
    ['gaps', 'SpuriosityGaps'],
    ['gaps', 'SpuriosityGaps', 'cues-tuning'],
    ['tuning', 'SpuriosityTuning'],
    ['sensitivity', 'SpuriositySensitivity'],
    ...[0, 2, 5].map((c): [string, string] => [
      `sensitivity-class-${c}`,
      'SpuriosityClassSensitivity',
    ]),
    ['sensitivity-model-3', 'SpuriosityModelSensitivity'],
    ['concepts', 'SpuriosityConcepts'],
    ['discovery', 'SpuriosityDiscovery'],
    ['tuning', 'SpuriosityTuning', 'cues-tuning'],
  ];
  test.each(documents)(
    'the document %s is a %s',
    async (name, schema, audit = 'cues-completed') => {
      const response = await fetch(`${server.url}/api/audits/${audit}/data/${name}`);
      expect(response.status).toBe(200);
      const validate = ajv.getSchema(`contract#/components/schemas/${schema}`)!;
      validate(await response.json());
      expect(validate.errors?.map((e) => `${e.instancePath} ${e.message}`) ?? []).toEqual([]);
    },
  );

  test.each(answers)('%s (%s)', async (path, address) => {
    const response = await fetch(server.url + (address ?? path));
    expect(response.status).toBe(200);
    const pointer = `/paths/${path.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
    const validate = ajv.getSchema(`contract#${encodeURI(pointer)}`);
    expect(validate, pointer).toBeDefined();
    validate!(await response.json());
    expect(validate!.errors?.map((e) => `${e.instancePath} ${e.message}`) ?? []).toEqual([]);
  });

  test('the live feed', async () => {
    const schemas = { hello: 'LiveHello', snapshot: 'LiveSnapshot', delta: 'LiveDelta' };
    const said = await firstOfEach(server.url, Object.keys(schemas));
    Object.values(schemas).forEach((schema, index) => {
      const validate = ajv.getSchema(`contract#/components/schemas/${schema}`);
      validate!(said[index]);
      expect(validate!.errors?.map((e) => `${e.instancePath} ${e.message}`) ?? []).toEqual([]);
    });
  });
});
