// The portal as a case sees it: `fetch` in its place keeps what is sent and answers at once.
// Runs in the page and in Node.

const time = {
  start: 1700000000.5,
  finish: 1700000000.75,
  duration: 0.25,
  processing: 0.125,
  date_start: '2023-11-14T22:13:20+00:00',
  date_finish: '2023-11-14T22:13:20+00:00',
  operating_reset_at: 1700000600,
  operating: 0.5,
};

/** An answer's body; `more` are members beside `result`. */
export const ok = (result, more) => ({ status: 200, body: { result, ...more, time } });
export const refused = (code, description, status = 400, more) => ({
  status,
  body: { error: code, error_description: description, ...more },
});
export const raw = (text, status = 200) => ({ status, text });
export const fails = (reason) => ({ reason });
export const hangs = { hangs: true };

/** Names of events as `events` lists them. */
const EVENTS = ['ONAPPINSTALL', 'ONAPPTEST', 'ONCRMLEADADD', 'ONCRMLEADUPDATE', 'ONCRMDEALADD'];

const usual = {
  profile: ok({ ID: '1', ADMIN: true, NAME: 'Ann', LAST_NAME: '', TIME_ZONE: '' }),
  events: ok(EVENTS),
  scope: ok(['crm', 'task']),
  'app.info': ok({ ID: 1, CODE: 'local.1', VERSION: 1, STATUS: 'L', INSTALLED: true }),
  'event.get': ok([]),
  'event.bind': ok(true),
  'event.unbind': ok({ count: 1 }),
  'event.test': ok(true),
  'event.offline.get': ok({ process_id: '', events: [] }),
  'event.offline.list': ok([], { total: 0 }),
  'event.offline.clear': ok(true),
  'event.offline.error': ok(true),
};

/** A batch's answer from those of its commands, which `answerTo` gives. */
function batch(body, answerTo) {
  const own = { result: {}, result_error: {}, result_total: {}, result_next: {}, result_time: {} };
  for (const [key, command] of new URLSearchParams(body)) {
    const [, name] = /^cmd\[(.*)\]$/.exec(key) ?? [];
    if (name === undefined) continue;
    const answer = answerTo(command.split('?')[0]).body;
    if (answer.error !== undefined) {
      own.result_error[name] = answer;
      continue;
    }
    own.result[name] = answer.result;
    own.result_time[name] = answer.time;
    if ('total' in answer) own.result_total[name] = answer.total;
    if ('next' in answer) own.result_next[name] = answer.next;
  }
  return ok(own);
}

/** Bodies are text; so that is what is named only where it differs. */
const TYPE = 'text/plain;charset=UTF-8';

/** A request as the snapshots show it. Keeps its place in the order of sending. */
function note(sent, request) {
  const headers = Object.fromEntries(request.headers);
  const { 'content-type': type, ...others } = headers;
  const entry = {
    request: `${request.method} ${request.url}`,
    ...(type === TYPE && Object.keys(others).length === 0 ? {} : { headers }),
  };
  sent.push(entry);
  return entry;
}

function respond(answer, signal) {
  if (answer.hangs)
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  if ('odd' in answer) return answer.odd;
  if ('reason' in answer) return Promise.reject(answer.reason);
  const { status, text = JSON.stringify(answer.body) } = answer;
  const type = answer.body ? 'application/json' : 'text/html';
  return new Response(text, { status, headers: { 'Content-Type': type } });
}

/** Puts the portal in fetch's place; what `through` says is for the true one. */
export function standIn(through = () => false) {
  const genuine = globalThis.fetch;
  const portal = {
    sent: [],
    /** The last request as it was made. */
    last: undefined,
    script: {},
    /** Answers by method: one for all times, or a list whose last one stays. */
    answer(script) {
      portal.script = Object.fromEntries(
        Object.entries(script).map(([method, given]) => [method, [given].flat()]),
      );
    },
    leave() {
      globalThis.fetch = genuine;
    },
  };

  function answerTo(method, body) {
    const list = portal.script[method];
    if (list) return list.length > 1 ? list.shift() : list[0];
    if (method === 'batch') return batch(body, answerTo);
    return usual[method] ?? refused('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404);
  }

  globalThis.fetch = async (to, options) => {
    const request = new Request(to, options);
    if (through(request.url)) return genuine(to, options);
    portal.last = request;
    const entry = note(portal.sent, request);
    // text is there at once: a request that is aborted meanwhile shows its body all the same
    const own = options?.body;
    const body = typeof own === 'string' ? own : await request.text();
    entry.body = body.split('&');
    const [, method] = /\/([\w.]+?)(?:\.json)?(?:\?|$)/.exec(request.url) ?? [];
    return respond(answerTo(method, body), options?.signal ?? request.signal);
  };
  return portal;
}
