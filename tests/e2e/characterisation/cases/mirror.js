// The mirror's calls: what they send, and what callback and promise get.
import { ok, refused } from '../portal.js';

const url = 'https://example.com/handler/?a=1&b=2';

/** A call with a callback: what the promise gives, and whether the callback got the same, once. */
export async function twice({ library, show }, name, ...given) {
  const got = [];
  const result = await library[name](...given, (...all) => got.push(...all));
  return { result: show(result), 'callback got the same': got.length === 1 && got[0] === result };
}

/** The short end of a mirror call. */
export async function ending(promise) {
  const result = await promise;
  return result.error() ? String(result.error()) : result.data();
}

/** How a call ended, and what it threw where nobody catches. */
async function uncaught(call) {
  const errors = [];
  const note = (event) => {
    errors.push(event.message);
    event.preventDefault();
  };
  addEventListener('error', note);
  const end = await call();
  await new Promise((resolve) => setTimeout(resolve));
  removeEventListener('error', note);
  return { end, errors };
}

const batchOf = (calls, halt) => async (world) => {
  const got = [];
  const results = await world.library.callBatch(calls, (...all) => got.push(...all), halt);
  const same = got.length === 1 && got[0] === results;
  return { results: world.show(results), 'callback got the same': same };
};

const authTypes = {
  absent: [],
  undefined: [undefined],
  null: [null],
  0: [0],
  15: [15],
  text: ['15'],
};

const authCases = Object.fromEntries(
  ['callBind', 'callUnbind', 'callUnBind'].flatMap((name) =>
    Object.entries(authTypes).map(([what, given]) => [
      `${name}: auth_type ${what}`,
      ({ library }) => ending(library[name]('ONCRMLEADADD', url, ...given)),
    ]),
  ),
);

/** Reads are repeated, writes are not. */
const methods =
  'event.get crm.deal.list crm.deal.fields profile user.current app.info scope server.time events methods ' +
  'crm.deal.add crm.deal.update event.test event.offline.get';

export default {
  'callBind with a callback': (world) => twice(world, 'callBind', 'ONCRMLEADADD', url, 15),
  'callUnbind with a callback': (world) => twice(world, 'callUnbind', 'ONCRMLEADADD', url, 15),
  ...authCases,
  'callBind: event in small letters': ({ library }) =>
    ending(library.callBind('onCrmLeadAdd', url)),
  'callBind: a line end behind the URL': ({ library }) =>
    ending(library.callBind('ONCRMLEADADD', `${url}\n`)),
  'callUnbind: a line end behind the URL': ({ library }) =>
    ending(library.callUnbind('ONCRMLEADADD', `${url}\n`)),
  'callBind without arguments': ({ library }) => ending(library.callBind()),
  'callUnbind without arguments': ({ library }) => ending(library.callUnbind()),
  'callBind is refused': (world) => {
    world.answer({ 'event.bind': refused('ERROR_EVENT_NOT_FOUND', 'Event not found') });
    return twice(world, 'callBind', 'ONNO', url, 0);
  },
  'callBind: error without a description': (world) => {
    world.answer({ 'event.bind': { status: 400, body: { error: 'ODD' } } });
    return twice(world, 'callBind', 'ONCRMLEADADD', url, 0);
  },
  'callBind: error with an argument': (world) => {
    world.answer({
      'event.bind': refused('ERROR_ARGUMENT', 'no', 400, { argument: 'EVENT', more: [1, null] }),
    });
    return twice(world, 'callBind', '', url, 0);
  },
  'callBind: bound already, as the portal says at once': (world) => {
    world.answer({
      'event.bind': refused('ERROR_CORE', 'Unable to set event handler: Handler already binded'),
    });
    return twice(world, 'callBind', 'ONCRMLEADADD', url, 0);
  },
  'callBind: lost, then found bound': (world) => {
    const bound = 'Unable to set event handler: Handler already binded';
    world.answer({
      'event.bind': [{ reason: new TypeError('lost') }, refused('ERROR_CORE', bound)],
    });
    return twice(world, 'callBind', 'ONCRMLEADADD', url, 0);
  },
  'callback is null': ({ library }) => ending(library.callBind('ONCRMLEADADD', url, 0, null)),
  'callMethod without params': (world) => twice(world, 'callMethod', 'profile', undefined),
  'callMethod: params are null': (world) => twice(world, 'callMethod', 'profile', null),
  'callMethod: method without params and callback': ({ library }) =>
    ending(library.callMethod('profile')),
  'callMethod: a list and its next page': async (world) => {
    world.answer({
      'event.get': [ok([1, 2], { total: 3, next: 2 }), ok([3], { total: 3 })],
    });
    const got = [];
    const callback = (result) => got.push(result);
    const first = await world.library.callMethod('event.get', { filter: { A: 1 } }, callback);
    const second = await first.next();
    return {
      first: world.show(first),
      second: world.show(second),
      'next of the last page': world.show(second.next()),
      'callback got both': got.length === 2 && got[0] === first && got[1] === second,
    };
  },
  'callMethod: next with a callback of its own': async (world) => {
    world.answer({ 'event.get': [ok([1], { total: '2', next: 1 }), ok([2], { total: 'x' })] });
    const got = [];
    const first = await world.library.callMethod('event.get', {}, () => got.push('old'));
    const second = await first.next((result) => got.push(world.show(result.data())));
    return { got, totals: [world.show(first.total()), world.show(second.total())] };
  },
  'callMethod: start is replaced on the next page': async (world) => {
    world.answer({ 'event.get': [ok([1], { next: 1 }), ok([2])] });
    const first = await world.library.callMethod('event.get', { start: 0, b: 1 });
    return world.show((await first.next()).data());
  },
  'callMethod: unknown method': (world) => twice(world, 'callMethod', 'no.such', {}),
  'callMethod: event.bind in odd letters': (world) =>
    twice(world, 'callMethod', 'Event.Bind', { event: 'ONCRMLEADADD', handler: url }),
  'callBatch: a list of pairs': batchOf([['profile'], ['event.get', { a: 1 }]]),
  'callBatch: an object': batchOf({
    one: ['profile', {}],
    two: { method: 'scope', params: { b: [1] } },
  }),
  'callBatch: keys that need escaping': batchOf({
    'a b': ['profile'],
    'ä&=': ['scope', { 'c d': 'e f' }],
  }),
  'callBatch: halt': batchOf([['profile'], ['scope']], true),
  'callBatch: an empty list': batchOf([]),
  'callBatch: an empty object': batchOf({}),
  'callBatch: one is refused': async (world) => {
    world.answer({ scope: refused('ACCESS_DENIED', 'Access denied!', 403) });
    return batchOf({ a: ['profile'], b: ['scope'] })(world);
  },
  'callBatch: pages': async (world) => {
    world.answer({ 'event.get': ok([1], { total: 2, next: 1 }) });
    return batchOf([['event.get']])(world);
  },
  'callBatch: the whole is refused': async (world) => {
    world.answer({ batch: refused('ACCESS_DENIED', 'no', 403) });
    return batchOf({ a: ['profile'], b: ['scope'] })(world);
  },
  'callBatch: a command without an answer': async (world) => {
    world.answer({ batch: ok({ result: { 0: true }, result_error: [], result_total: [] }) });
    return batchOf([['profile'], ['scope']])(world);
  },
  'callBatch: parts that are no list': batchOf([['profile'], 5]),
  'callBatch: nothing': batchOf(undefined),
  'callBatch: text': batchOf('profile'),
  'callBatch: 51 commands': async ({ library }) => {
    const results = await library.callBatch(Array.from({ length: 51 }, () => ['profile']));
    return { count: results.length, ends: [...new Set(results.map((one) => String(one.error())))] };
  },
  ...Object.fromEntries(
    methods.split(' ').map((method) => [
      `callMethod: a lost answer to ${method}`,
      async ({ library, answer }) => {
        library.configure({ timeScale: 0.001 });
        answer({ [method]: [{ reason: new TypeError('lost') }, ok('found')] });
        return ending(library.callMethod(method));
      },
    ]),
  ),
  'callBatch: a lost answer': async ({ library, answer, show }) => {
    library.configure({ timeScale: 0.001 });
    answer({ batch: [{ reason: new TypeError('lost') }, ok({ result: [1], result_error: [] })] });
    return (await library.callBatch([['event.get']])).map((one) =>
      show(one.data() ?? String(one.error())),
    );
  },
  'configure: onRetry, which throws': async ({ library, answer, show, pause }) => {
    const told = [];
    const onRetry = (info, ...more) => {
      told.push(show([{ ...info, waitMs: pause(info.waitMs) }, ...more]));
      throw new Error('of the caller');
    };
    library.configure({ timeScale: 0.001, onRetry });
    answer({ 'event.bind': [{ reason: new TypeError('lost') }, ok(true)] });
    const seen = await uncaught(() => ending(library.callBind('ONCRMLEADADD', url, 0)));
    library.configure({ onRetry: () => {} });
    return { ...seen, told };
  },
  'a callback that throws stops nothing': async ({ library }) => {
    const throws = () => {
      throw new Error('of the caller');
    };
    return uncaught(() => ending(library.callBind('ONCRMLEADADD', url, 0, throws)));
  },
  'a callback that is no function (issue 13, A6)': async ({ library }) => {
    const { end, errors } = await uncaught(() =>
      ending(library.callBind('ONCRMLEADADD', url, 0, 'no')),
    );
    return { end, 'uncaught errors': errors.length };
  },
  'a callback in the place of auth_type (issue 13, A6)': async ({ library }) => {
    const got = [];
    const end = await ending(library.callBind('ONCRMLEADADD', url, () => got.push('called')));
    return { end, got };
  },
};
