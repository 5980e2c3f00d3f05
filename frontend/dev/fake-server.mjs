// A development tool, never part of a distribution: speaks the contract (openapi.yaml,
// docs/live-protocol.md) with made-up figures, so that pages can be built and every state of theirs
// looked at and tested without Kafka or a model.
//
//   node dev/fake-server.mjs [--port 8090] [--rate 60] [--state full|empty|loading] [--images 100000]
//
// POST /dev/state/NAME changes what it does: full, empty, loading (says nothing at all), silent
// (stops speaking on open connections), gap (loses one delta), rest-failing, down (refuses all),
// kafka-gone, busy (refuses to compute maps of other classes), slow (takes its time for them), and
// data-NAME for the check of a data set: none, running (stands still), done, many, clean,
// failed, cancelled; audits-many fills up to 1000 audits, cues-many adds one with documents of 1000
// classes × 5 features × 50 models.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';
import { Audits } from './audits.mjs';
import { Data } from './data.mjs';
import { Rest } from './rest.mjs';
import { Trainings } from './trainings.mjs';
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
    this.data = new Data();
    this.trainings = new Trainings();
    this.audits = new Audits();
    this.rest = new Rest(this);
    this.worlds = [
      new World(),
      new World({ dataset: 'ants-bees', masks: false, groups: false, ranks: false }),
    ];
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
    if (name.startsWith('data-')) {
      this.data.set(name.slice('data-'.length));
      this.state = 'full';
    } else if (name === 'audits-many') {
      this.audits.fill(1000);
      this.state = 'full';
    } else if (name === 'cues-many') {
      this.audits.enlarge();
      this.state = 'full';
    } else {
      this.state = name;
    }
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
      trainings: empty ? [] : this.trainings.summaries(),
      audits: empty ? [] : this.audits.latest(),
      auditTotal: empty ? 0 : this.audits.all.length,
    });
  }

  tick() {
    if (this.state === 'empty' || this.state === 'kafka-gone' || !this.speaks()) return;
    const now = Date.now();
    this.fill(now, this.rate);
    const trainings = this.trainings.tick();
    this.audits.tick();
    const audits = this.audits.summaries().slice(0, 20);
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
        trainings,
        runs: this.trainings.all.map(({ run }) => run),
        audits,
        auditIds: this.audits.latest().map(({ id }) => id),
        auditTotal: this.audits.all.length,
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
    if (dev) return this.rest.json(response, 200, { state: this.setState(dev[1]) ?? dev[1] });
    if (this.state === 'down') return request.socket.destroy();
    if (pathname.startsWith('/api/'))
      return this.rest.answer(pathname, searchParams, response, request.method, request);
    const file = extname(pathname) ? normalize(pathname) : '/index.html';
    try {
      const body = await readFile(join(dist, file));
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
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
