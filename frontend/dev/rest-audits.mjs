// What the made-up Telltale answers of audits.
import { text } from 'node:stream/consumers';
import { picture } from './pictures.mjs';
import { PICTURE, report } from './report.mjs';

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
    /^\/api\/audits\/([\w.-]+)(?:\/(\w+))?(?:\/([0-9a-f]{64}))?$/.exec(pathname) ?? [];
  const audit = audits.find(id);
  if (!audit) return rest.problem(response, 404, `There is no audit "${id}".`);
  if (method === 'POST' || method === 'DELETE') {
    const refused = audits.change(id, what ?? 'delete');
    if (refused) return rest.problem(response, 409, refused);
    return response.writeHead(202).end();
  }
  if (what === undefined) return say(audit);
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
