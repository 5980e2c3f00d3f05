// What the made-up Telltale answers of audits.
import { text } from 'node:stream/consumers';
import { document, documentNames } from './cues.mjs';
import { picture, sheet, strip } from './pictures.mjs';
import { cuesReport, PICTURE, report } from './report.mjs';

/** Answers what the contract asks of methods and audits. */
export async function auditAnswer(rest, pathname, params, response, method, request) {
  const { audits } = rest.fake;
  const say = (body, status = 200) => rest.json(response, status, body);
  if (pathname === '/api/methods') return say({ methods: audits.methods() });
  if (method === 'POST' && /^\/api\/audits(\/estimate)?$/.test(pathname)) {
    const asked = JSON.parse(await text(request));
    const refusal = audits.refusal(asked);
    if (refusal) return rest.problem(response, 400, refusal[1], refusal[0]);
    return pathname.endsWith('/estimate')
      ? say(audits.estimate(asked))
      : say(audits.request(asked), 202);
  }
  if (pathname === '/api/audits') {
    const all = audits.summaries();
    return say({ audits: all, total: all.length });
  }
  const [, id, what, artifact] =
    /^\/api\/audits\/([\w.-]+)(?:\/(\w+))?(?:\/([\w-]+))?$/.exec(pathname) ?? [];
  const audit = audits.find(id);
  if (!audit) return rest.problem(response, 404, `There is no audit "${id}".`);
  if (method === 'POST' || method === 'DELETE') {
    const refused = audits.change(id, what ?? 'delete');
    if (refused) return rest.problem(response, 409, refused);
    return response.writeHead(202).end();
  }
  if (what === undefined) return say(audit);
  const cues = audits.documentsOf(id);
  if (cues && aboutCues(rest, cues, what, artifact, response)) return undefined;
  if (what === 'pictures' && artifact === PICTURE) {
    response.writeHead(200, { 'content-type': 'image/png' });
    return response.end(
      picture({ n: 3, groups: { place: 'water' }, label: 'waterbird' }, 'original'),
    );
  }
  if (what === 'report' && audit.report !== 'none') return say(report(audit.report === 'partial'));
  if (what === 'provenance' && audit.report === 'finished') return say({ spec: audit.spec });
  return rest.problem(response, 404, `The audit ${id} has none.`);
}

const kinds = { highest: 'original', maps: 'overlay', attacks: 'attack', lowest: 'original' };

/** What is told of an audit with documents; false when it is none of that. */
function aboutCues(rest, audit, what, name, response) {
  const image = (type, bytes) =>
    response
      .writeHead(200, { 'content-type': type, 'cache-control': 'max-age=31536000, immutable' })
      .end(bytes);
  if (what === 'report' && audit.report !== 'none') {
    const told = cuesReport(audit, documentNames(audit), (one) => document(audit, one));
    return rest.json(response, 200, told) ?? true;
  }
  if (what === 'data') {
    const found = document(audit, name);
    if (!found) rest.problem(response, 404, `The report names no document ${name}.`);
    else rest.json(response, 200, found);
    return true;
  }
  if (what === 'images') return image('image/png', picture(sampleAt(Number(name)), 'original'));
  const drawn = what === 'pictures' && audit.documents.strip(name);
  if (!drawn) return false;
  return image('image/png', drawnAs(drawn));
}

/** A strip of a feature, a sheet of it corrupted, or one of both ends of a direction. */
function drawnAs({ kind, c, feature }) {
  const samples = (n, from, step = 1) =>
    Array.from({ length: n }, (_, i) => sampleAt(40 * c + from + i * step));
  if (kind === 'corrupted') {
    const rows = ['original', 'grey', 'blur', 'rotate'];
    return sheet(rows.map((row) => [samples(3, feature % 7), row]));
  }
  if (kind.startsWith('ends')) return sheet([0, 20].map((from) => [samples(8, from), 'original']));
  return kind === 'lowest'
    ? strip(samples(5, 39, -1), kinds[kind])
    : strip(samples(5, feature % 7), kinds[kind]);
}

function sampleAt(n) {
  const place = Math.floor(n / 20) % 2 === 0 ? 'water' : 'land';
  const label = Math.floor(n / 40) % 2 === 0 ? 'landbird' : 'waterbird';
  return { n, groups: { place }, label, looksAside: n % 3 === 0 };
}
