// A development tool, never part of a distribution: speaks the contract (openapi.yaml,
// docs/live-protocol.md) with made-up figures, so that pages can be built and every state of theirs
// looked at and tested without Kafka or a model.
//
//   node dev/fake-server.mjs [--port 8090] [--rate 60] [--state full|empty|loading] [--images 100000]
//
// POST /dev/state/NAME changes what it does: full, empty, loading (says nothing at all), silent
// (stops speaking on open connections), gap (loses one delta), rest-failing, down (refuses all),
// kafka-gone, busy (refuses to compute maps of other classes), slow (takes its time for them).
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { exported, matching, neighbours, pageOf, topics } from './answers.mjs';
import { picture } from './pictures.mjs';
import { World } from './world.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Starts a server; returns its address, a way to change its state, and a way to stop it. */
export async function startFakeServer({
  port = 0,
  rate = 60,
  state = 'full',
  history = 240,
  images = 0,
} = {}) {
  const fake = new FakeServer(rate, state, history, images);
  await new Promise((resolve) => fake.http.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${fake.http.address().port}`,
    setState: (name) => fake.setState(name),
    stop: () => fake.stop(),
  };
}

class FakeServer {
  constructor(rate, state, history, images) {
    this.rate = rate;
    this.startedAt = new Date(Date.now() - 4_000_000).toISOString();
    this.worlds = [new World(), new World({ dataset: 'ants-bees', masks: false, groups: false })];
    const now = Date.now();
    if (images > 0) this.worlds[0].score(images, now - (history + 60) * 1000);
    for (let s = history; s > 0; s--) this.fill(now - s * 1000, 4 * rate);
    this.worlds[1].score(40, now - 200_000);
    this.http = createServer((request, response) => this.answer(request, response));
    this.sockets = new WebSocketServer({ server: this.http, path: '/live' });
    this.sockets.on('connection', (socket) => this.greet(socket));
    this.setState(state);
    this.ticks = setInterval(() => this.tick(), 250);
    this.pings = setInterval(() => this.ping(), 5000);
  }

  fill(time, quarters) {
    const wave = 1 + 0.25 * Math.sin(time / 20_000) + 0.1 * Math.random();
    this.worlds[0].score(Math.max(1, Math.round((quarters / 4) * wave)), time);
  }

  setState(name) {
    this.state = name;
    for (const socket of this.sockets.clients) if (!socket.greeted) this.greet(socket);
    if (name === 'down') this.sockets.clients.forEach((socket) => socket.terminate());
  }

  speaks() {
    return this.state !== 'silent' && this.state !== 'loading' && this.state !== 'down';
  }

  greet(socket) {
    if (this.state === 'down') return socket.terminate();
    if (!this.speaks()) return;
    socket.greeted = true;
    socket.seq = 0;
    const hello = { type: 'hello', protocol: 1, version: '0.1.0', member: 'member-1' };
    this.send(socket, { ...hello, intervalMillis: 250 });
    this.snapshot(socket);
    socket.on('message', (text) => {
      if (JSON.parse(text).type === 'resync' && this.speaks()) this.snapshot(socket);
    });
  }

  greeted() {
    return [...this.sockets.clients].filter((socket) => socket.greeted);
  }

  send(socket, message) {
    socket.send(JSON.stringify(message));
  }

  snapshot(socket) {
    const empty = this.state === 'empty';
    socket.told = this.worlds[0].images.length;
    this.send(socket, {
      type: 'snapshot',
      seq: ++socket.seq,
      screenings: empty ? [] : this.worlds.map((world) => world.screening()),
      rejects: this.rejects(empty),
      workers: this.workers(empty),
      recent: empty ? [] : this.worlds[0].images.slice(-60).reverse(),
    });
  }

  tick() {
    if (this.state === 'empty' || this.state === 'kafka-gone' || !this.speaks()) return;
    const now = Date.now();
    this.fill(now, this.rate);
    const lost = this.state === 'gap';
    if (lost) this.state = 'full';
    for (const socket of this.greeted()) {
      socket.seq++;
      const world = this.worlds[0];
      const recent = world.images.slice(Math.max(socket.told, world.images.length - 60)).reverse();
      socket.told = world.images.length;
      if (lost) continue;
      this.send(socket, {
        type: 'delta',
        seq: socket.seq,
        screenings: [world.screening(Math.floor(now / 1000) - 1)],
        rejects: this.rejects(false),
        workers: this.workers(false),
        recent,
      });
    }
  }

  ping() {
    if (!this.speaks()) return;
    for (const socket of this.greeted()) {
      this.send(socket, { type: 'ping', seq: socket.seq, at: new Date().toISOString() });
    }
  }

  rejects(empty) {
    const byReason = empty ? {} : this.worlds[0].letters.counts();
    return { total: Object.values(byReason).reduce((a, b) => a + b, 0), byReason };
  }

  workers(empty) {
    const busy = empty ? 0 : 0.6 + 0.3 * Math.random();
    return [
      {
        member: 'member-1',
        model: 'demo-waterbirds',
        queueDepth: empty ? 0 : Math.floor(Math.random() * 40),
        inFlight: empty ? 0 : 32,
        meanBatchSize: empty ? null : 12 + 4 * Math.random(),
        lingerMillis: empty ? null : 3 + Math.random(),
        paused: !empty && Math.random() < 0.05,
        duplicates: 0,
        reportedAt: new Date().toISOString(),
        devices: [
          { name: 'cpu-0', busyShare: busy, images: empty ? 0 : this.worlds[0].images.length },
        ],
      },
    ];
  }

  async answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://fake');
    const dev = /^\/dev\/state\/([a-z-]+)$/.exec(pathname);
    if (dev) return this.json(response, 200, { state: this.setState(dev[1]) ?? dev[1] });
    if (this.state === 'down') return request.socket.destroy();
    if (pathname.startsWith('/api/')) return this.api(pathname, searchParams, response);
    const file = extname(pathname) ? normalize(pathname) : '/index.html';
    try {
      const body = await readFile(join(dist, file));
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  api(pathname, params, response) {
    if (this.state === 'loading' && pathname !== '/api/status') return;
    if (this.state === 'rest-failing')
      return this.problem(response, 503, 'The index is rebuilding.');
    const say = (body) => this.json(response, 200, body);
    const empty = this.state === 'empty';
    const worlds = empty ? [] : this.worlds;
    const { letters } = this.worlds[0];
    if (pathname === '/api/status') return say(this.status());
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
      return say({ images: rows, ...page });
    }
    if (pathname === '/api/images/export') {
      const format = params.get('format');
      const type = format === 'csv' ? 'text/csv' : 'application/jsonl';
      response.writeHead(200, { 'content-type': type });
      return response.end(exported(matching(worlds, params), format));
    }
    const letter = /^\/api\/dead-letters\/0\/(\d+)\/(payload|retry)$/.exec(pathname);
    if (letter) return this.letter(letter[2], letters.find(Number(letter[1])), response);
    const [, key, kind] = /^\/api\/images\/([0-9a-f]{32})(?:\/(\w+))?$/.exec(pathname) ?? [];
    const world = this.worlds.find((candidate) => candidate.byKey.has(key));
    if (!world) return this.problem(response, 404, 'No scored image has this key.');
    if (!kind) return say(world.detail(key));
    if (kind === 'neighbours') return say(neighbours(matching(worlds, params), key));
    return this.picture(world.byKey.get(key), kind, params, response);
  }

  async picture(sample, kind, params, response) {
    const target = params.get('target');
    if (target && this.state === 'busy') {
      return this.problem(response, 409, 'No worker that has this model is free; try again.');
    }
    if (target && !['landbird', 'waterbird'].includes(target)) {
      return this.problem(response, 400, `target: the model has no class "${target}".`);
    }
    if (target && this.state === 'slow') await new Promise((resolve) => setTimeout(resolve, 4000));
    const other = target && target !== sample.predicted;
    const drawn = other ? { ...sample, looksAside: !sample.looksAside } : sample;
    const opacity = Number(params.get('opacity') ?? 0.5);
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=31536000, immutable' };
    response.writeHead(200, headers);
    response.end(picture(drawn, kind, opacity, params.get('colormap') ?? 'jet'));
  }

  letter(what, letter, response) {
    const { letters } = this.worlds[0];
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

  members() {
    const [worker] = this.workers(this.state === 'empty');
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
      kafka: { bootstrap: '127.0.0.1:9092', reachable: this.state !== 'kafka-gone' },
      dataSets: [
        { name: 'waterbirds', layout: 'waterbirds', classes: ['landbird', 'waterbird'] },
        { name: 'ants-bees', layout: 'folders', classes: ['ant', 'bee'] },
      ],
      models: [
        {
          name: 'demo-waterbirds',
          hash: '9f2c4e1ab07d',
          classes: 2,
          inputHeight: 64,
          inputWidth: 64,
        },
      ],
    };
  }

  json(response, status, body, type = 'application/json') {
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  }

  problem(response, status, detail) {
    const body = { type: 'about:blank', title: 'Problem', status, detail };
    this.json(response, status, body, 'application/problem+json');
  }

  async stop() {
    clearInterval(this.ticks);
    clearInterval(this.pings);
    this.sockets.clients.forEach((socket) => socket.terminate());
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8090' },
      rate: { type: 'string', default: '60' },
      state: { type: 'string', default: 'full' },
      images: { type: 'string', default: '0' },
    },
  });
  const { url } = await startFakeServer({
    port: Number(values.port),
    rate: Number(values.rate),
    state: values.state,
    images: Number(values.images),
  });
  console.log(`A made-up Telltale is at ${url}`);
}
