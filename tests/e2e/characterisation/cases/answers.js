// Each kind of answer that a portal, a proxy or a network can give, and what becomes of it in a
// call of each kind. Without repeats: those, and the answers that are waited out, are in client.js.
import { fails, hangs, ok, raw, refused } from '../portal.js';

const url = 'https://example.com/';
const lead = { event: 'ONCRMLEADADD', handler: url };

const shapes = ['x', '', {}, [], true, false, null, 0, 5, [null, 5, 'x', {}]];

const kinds = {
  ...Object.fromEntries(shapes.map((result) => [`result ${JSON.stringify(result)}`, ok(result)])),
  'no result': { status: 200, body: { time: {} } },
  'an object, empty': raw('{}'),
  'a list': raw('[]'),
  'text in JSON': raw('"text"'),
  null: raw('null'),
  'a number': raw('5'),
  empty: raw(''),
  HTML: raw('<html>'),
  'HTML, 502': raw('<html>', 502),
  'JSON that is cut': raw('{"result":tr'),
  'empty, 204': { status: 200, text: ' ' },
  'empty, 504': raw('', 504),
  'an error': refused('ERROR_CORE', 'no'),
  'an error with HTTP 200': refused('WRONG_ENCODING', 'no', 200),
  'an error without a description': { status: 400, body: { error: 'ODD' } },
  'an error with a description that is no text': refused('ODD', { a: 1 }),
  'an error with an argument': refused('ERROR_ARGUMENT', 'no', 400, { argument: 'EVENT' }),
  'an error and a result': { status: 400, body: { error: 'ODD', result: true } },
  'an error that is empty (issue 13, A1)': refused('', 'Not found'),
  'an error that is null': refused(null, 'Not found'),
  'an error that is a number': refused(400, 'Not found'),
  'an error that is an object': refused({ a: 1 }, 'Not found'),
  'a scope that is missing': refused('insufficient_scope', '', 403),
  'a scope that is missing, without words': { status: 401, body: { error: 'insufficient_scope' } },
  'HTTP 500': refused('INTERNAL_SERVER_ERROR', 'Internal server error', 500),
  'rejects with a TypeError': fails(new TypeError('Failed to fetch')),
  'rejects with text': fails('a string'),
  'rejects with undefined': fails(undefined),
  'no Response': { odd: undefined },
  'a Response without text': { odd: { status: 200 } },
  'a Response whose text rejects': { odd: { status: 200, text: () => Promise.reject('no') } },
  'no answer in time': hangs,
};

const noResult = { error: () => undefined, data: () => '<no result>' };

/** In one line: the shapes are in shapes.js. */
const failed = ({ code, description, status, method, retryable }) =>
  `${code}: ${description} (${status}, ${method}, ${retryable ? '' : 'not '}retryable)`;

async function everywhere(world, answer) {
  const { library, webhook, show } = world;
  const ended = (promise) => promise.then(show, failed);
  const mirrored = (promise) =>
    promise.then((result) => (result.error() ? String(result.error()) : show(result.data())));
  // only the end of what never ends may be near: a busy machine is no answer of the portal
  const timeout = answer.hangs ? 30_000 : 20_000_000;
  library.configure({ retries: 0, timeScale: 0.001, timeout });
  const portal = await webhook({ retries: 0, timeout });
  const methods =
    'event.bind event.unbind event.get events event.offline.get event.offline.list m batch';
  world.answer(Object.fromEntries(methods.split(' ').map((method) => [method, answer])));
  const gave = {
    callBind: await mirrored(library.callBind('ONCRMLEADADD', url, 0)),
    callUnbind: await mirrored(library.callUnbind('ONCRMLEADADD', url, 0)),
    callMethod: await mirrored(library.callMethod('m')),
    callBatch: await mirrored(library.callBatch({ a: ['m'] }).then(({ a }) => a ?? noResult)),
    bind: await ended(portal.bind(lead)),
    unbind: await ended(portal.unbind(lead)),
    handlers: await ended(portal.handlers()),
    events: await ended(portal.events()),
    'offline.get': await ended(portal.offline.get()),
    'offline.list': await ended(portal.offline.list()),
    'a walk': await ended(portal.offline.batches().next()),
    plan: await ended(portal.plan([lead])),
  };
  // what is sent is in the other groups
  world.sent.splice(0);
  return gave;
}

export default Object.fromEntries(
  Object.entries(kinds).map(([what, answer]) => [what, (world) => everywhere(world, answer)]),
);
