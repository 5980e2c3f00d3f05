// The REST side of the made-up Telltale.
import { exported, matching, neighbours, newest, pageOf, topics } from './answers.mjs';
import { auditAnswer } from './rest-audits.mjs';
import { picture } from './pictures.mjs';

/** Answers what the contract asks, from the worlds of a fake server and in its present state. */
export class Rest {
  constructor(fake) {
    this.fake = fake;
    this.startedAt = new Date(Date.now() - 4_000_000).toISOString();
  }

  answer(pathname, params, response, method = 'GET', request = null) {
    if (this.fake.state === 'loading' && pathname !== '/api/status') return;
    if (this.fake.state === 'rest-failing')
      return this.problem(response, 503, 'The index is rebuilding.');
    const say = (body) => this.json(response, 200, body);
    const empty = this.fake.state === 'empty';
    const worlds = empty ? [] : this.fake.worlds;
    const { letters } = this.fake.worlds[0];
    if (pathname === '/api/status') return say(this.status());
    if (pathname.startsWith('/api/data-sets')) {
      return this.data(pathname, params, response, method, empty);
    }
    if (pathname.startsWith('/api/trainings')) {
      return this.trainings(pathname, response, method);
    }
    if (pathname === '/api/methods' || pathname.startsWith('/api/audits')) {
      return auditAnswer(this, pathname, params, response, method, request);
    }
    if (pathname === '/api/members') return say({ members: this.members() });
    if (pathname === '/api/topics') {
      return say({ topics: topics(worlds, empty ? [] : letters.all) });
    }
    if (pathname === '/api/dead-letters') {
      const list = empty ? [] : letters.of(params.get('reason'));
      const { rows, ...page } = pageOf(list, params);
      return say({ deadLetters: rows, ...page });
    }
    if (pathname === '/api/images') {
      const { rows, ...page } = pageOf(matching(worlds, params), params);
      const asOf = params.has('asOf') ? Number(params.get('asOf')) : newest(worlds);
      return say({ images: rows, ...page, asOf });
    }
    if (pathname === '/api/images/export') {
      const format = params.get('format');
      const type = format === 'csv' ? 'text/csv' : 'application/jsonl';
      response.writeHead(200, { 'content-type': type });
      return response.end(exported(matching(worlds, params), format));
    }
    if (pathname === '/api/images/sheet') {
      const [sample] = matching(worlds, params);
      if (!sample) return this.problem(response, 404, 'No scored image matches these filters.');
      return this.picture(sample, 'original', params, response);
    }
    const letter = /^\/api\/dead-letters\/0\/(\d+)\/(payload|retry)$/.exec(pathname);
    if (letter) return this.letter(letter[2], letters.find(Number(letter[1])), response);
    const [, key, kind] = /^\/api\/images\/([0-9a-f]{32})(?:\/(\w+))?$/.exec(pathname) ?? [];
    const world = this.fake.worlds.find((candidate) => candidate.byKey.has(key));
    if (!world) return this.problem(response, 404, 'No scored image has this key.');
    if (!kind) return say(world.detail(key));
    if (kind === 'neighbours') return say(neighbours(matching(worlds, params), key));
    return this.picture(world.byKey.get(key), kind, params, response);
  }

  data(pathname, params, response, method, empty) {
    const { data } = this.fake;
    if (pathname === '/api/data-sets') {
      return this.json(response, 200, { dataSets: empty ? [] : data.list() });
    }
    const [, name, what] = /^\/api\/data-sets\/([^/]+)\/(\w+)$/.exec(pathname) ?? [];
    if (!data.sets.some((set) => set.name === name)) {
      return this.problem(response, 404, `No data set is named "${name}" on this member.`);
    }
    if (what === 'overview') return this.json(response, 200, data.overview(name));
    if (what === 'picture' || what === 'sheet') {
      response.writeHead(200, { 'content-type': 'image/png' });
      return response.end(data.picture(params.get('id') ?? params.get('class') ?? ''));
    }
    if (method === 'GET') return this.json(response, 200, data.answer(name));
    if (name !== 'waterbirds') {
      return this.problem(
        response,
        409,
        'The data set waterbirds is being checked; one is at a time.',
      );
    }
    if (method === 'POST') data.start();
    if (method === 'DELETE') data.cancel();
    return this.json(response, 202, data.state(name));
  }

  async picture(sample, kind, params, response) {
    const target = params.get('target');
    if (target && this.fake.state === 'busy') {
      return this.problem(response, 409, 'No worker that has this model is free; try again.');
    }
    if (target && !['landbird', 'waterbird'].includes(target)) {
      return this.problem(response, 400, `target: the model has no class "${target}".`);
    }
    if (target && this.fake.state === 'slow')
      await new Promise((resolve) => setTimeout(resolve, 4000));
    const other = target && target !== sample.predicted;
    const drawn = other ? { ...sample, looksAside: !sample.looksAside } : sample;
    const opacity = Number(params.get('opacity') ?? 0.5);
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=31536000, immutable' };
    response.writeHead(200, headers);
    response.end(picture(drawn, kind, opacity, params.get('colormap') ?? 'jet'));
  }

  letter(what, letter, response) {
    const { letters } = this.fake.worlds[0];
    if (!letter) return this.problem(response, 404, 'No dead letter has this offset.');
    if (what === 'payload') {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      return response.end(letters.payload(letter));
    }
    // What was wrong still is: it comes back.
    letters.add(letter.reason, Date.now());
    const sent = { topic: 'telltale.images', partition: 3, offset: 90_000 + letters.all.length };
    this.json(response, 202, sent);
  }

  trainings(pathname, response, method) {
    const { trainings } = this.fake;
    const [, run] = /^\/api\/trainings\/([\w.-]+)$/.exec(pathname) ?? [];
    if (run === undefined) return this.json(response, 200, { trainings: trainings.summaries() });
    const training = trainings.find(run);
    if (!training) return this.problem(response, 404, `No training is named "${run}".`);
    if (method !== 'DELETE') {
      const last = training.history.at(-1) ?? null;
      return this.json(response, 200, { ...training, last });
    }
    if (training.state === 'running' && !training.silent) {
      return this.problem(response, 409, `The training ${run} runs; stop it first.`);
    }
    trainings.forget(run);
    response.writeHead(204).end();
  }

  members() {
    const [worker] = this.fake.workers(this.fake.state === 'empty');
    return [
      { id: 'member-1', roles: ['web', 'worker'], self: true, worker },
      { id: 'member-2', roles: ['web'], self: false, worker: null },
    ];
  }

  status() {
    return {
      version: '0.1.0',
      member: 'member-1',
      roles: ['web', 'worker'],
      startedAt: this.startedAt,
      state: 'ready',
      kafka: { bootstrap: '127.0.0.1:9092', reachable: this.fake.state !== 'kafka-gone' },
      dataSets: [
        {
          name: 'waterbirds',
          directory: '/data/waterbirds',
          layout: 'waterbirds',
          classes: ['landbird', 'waterbird'],
        },
        {
          name: 'ants-bees',
          directory: '/data/ants-bees',
          layout: 'imagefolder',
          classes: ['ants', 'bees'],
        },
      ],
      models: [
        {
          name: 'demo-waterbirds',
          directory: '/models/demo-waterbirds',
          hash: '9f2c4e1ab07d',
          classes: 2,
          classNames: ['landbird', 'waterbird'],
          inputHeight: 64,
          inputWidth: 64,
        },
      ],
    };
  }

  json(response, status, body, type = 'application/json') {
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  }

  problem(response, status, detail, field) {
    const body = { type: 'about:blank', title: 'Problem', status, detail, field };
    this.json(response, status, body, 'application/problem+json');
  }
}
