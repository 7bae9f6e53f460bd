// Every class that a caller gets, in full: own members in their order, methods, text, JSON.
import { fails, ok, refused } from '../portal.js';

const url = 'https://example.com/';
const lead = { event: 'ONCRMLEADADD', handler: url };

/** In full, and with whose instance it is. */
const inFull = ({ library, detail }, value) => ({
  ...detail(value),
  'instance of': ['AjaxResult', 'AjaxError', 'Bx24Error'].filter(
    (name) => value instanceof library[name],
  ),
});

const result =
  (script, name, ...given) =>
  async (world) => {
    world.library.configure({ retries: 0, timeScale: 0.001 });
    world.answer(script);
    const got = [];
    const promise = world.library[name](...given, (...all) => got.push(...all));
    const result = await promise;
    return {
      ...inFull(world, result),
      'a promise': promise instanceof Promise,
      'callback got the same': got.length === 1 && got[0] === result,
      'error twice is the same': result.error() === result.error(),
      'error is an AjaxError': result.error() instanceof world.library.AjaxError,
    };
  };

const rejected = (run) => async (world) => {
  const portal = await world.webhook({ retries: 0 });
  const error = await run(portal, world).then(
    () => 'nothing',
    (error) => error,
  );
  return inFull(world, error);
};

export default {
  'a request': async ({ webhook, last }) => {
    await (await webhook()).bind(lead);
    const { method, url, headers, mode, credentials, cache, keepalive, referrerPolicy } = last();
    return {
      method,
      url,
      headers: [...headers],
      mode,
      credentials,
      cache,
      keepalive,
      referrerPolicy,
    };
  },
  'a result': result({}, 'callBind', 'ONCRMLEADADD', url, 15),
  'a result, bound already': async (world) => {
    world.library.configure({ retries: 1, timeScale: 0.001 });
    world.answer({
      'event.bind': [
        fails(new TypeError('lost')),
        refused('ERROR_CORE', 'Unable to set event handler: Handler already binded'),
      ],
    });
    return inFull(world, await world.library.callBind('ONCRMLEADADD', url, 15));
  },
  'a result of a list': result({ m: ok([1], { total: 2, next: 1 }) }, 'callMethod', 'm', {
    a: { b: [1] },
  }),
  'a result with an error': result(
    { 'event.bind': refused('ERROR_ARGUMENT', 'no', 400, { argument: 'EVENT' }) },
    'callBind',
    '',
    url,
    0,
  ),
  'a result with an error of ours, nothing sent': result(
    {},
    'callBind',
    'ONCRMLEADADD',
    Symbol('s'),
    0,
  ),
  'a result with an error of ours, no answer': result(
    { 'event.bind': fails(new TypeError('Failed to fetch')) },
    'callBind',
    'ONCRMLEADADD',
    url,
    0,
  ),
  'a result with an error of ours, an answer of text (issue 13, A5)': result(
    { 'event.bind': { status: 200, text: '"text"' } },
    'callBind',
    'ONCRMLEADADD',
    url,
    0,
  ),
  'a result with an error of ours, an empty answer': result(
    { 'event.bind': { status: 200, text: '{}' } },
    'callBind',
    'ONCRMLEADADD',
    url,
    0,
  ),
  'results of a batch': async (world) => {
    world.answer({ scope: refused('ACCESS_DENIED', 'no', 403, { argument: 'X' }) });
    const got = [];
    const promise = world.library.callBatch({ a: ['profile'], b: ['scope'] }, (...all) =>
      got.push(...all),
    );
    const results = await promise;
    return {
      a: inFull(world, results.a),
      b: inFull(world, results.b),
      'a promise': promise instanceof Promise,
      'callback got the same': got.length === 1 && got[0] === results,
    };
  },
  'the answer’s time': async ({ library }) =>
    Object.entries((await library.callMethod('profile')).time()),
  'an error of the portal': rejected((portal, { answer }) => {
    answer({ 'event.bind': refused('ERROR_ARGUMENT', 'no', 400, { argument: 'EVENT' }) });
    return portal.bind(lead);
  }),
  'an error of ours': rejected((portal, { answer }) => {
    answer({ 'event.bind': fails(new TypeError('Failed to fetch')) });
    return portal.bind(lead);
  }),
  'an error with a list of errors': rejected((portal) => portal.plan([{ evnt: 1 }, 5])),
  'an error with a cause (issue 13, A3)': rejected((_portal, world) => {
    const expired = refused('expired_token', 'The access token provided has expired.', 401);
    world.answer({ 'event.bind': expired });
    const refresh = () => Promise.reject(new Error('of the caller'));
    return world.token({ refresh }).then((portal) => portal.bind(lead));
  }),
  'an error in a report': async (world) => {
    world.answer({ 'event.bind': refused('ERROR_ARGUMENT', 'no', 400, { argument: 'EVENT' }) });
    const { failed } = await (await world.webhook()).sync([lead]);
    return failed.map(({ handler, error }) => ({ handler, error: inFull(world, error) }));
  },
  'what configure throws': ({ library, detail }) => {
    try {
      library.configure({ no: 1 });
      return 'nothing';
    } catch (error) {
      return detail(error);
    }
  },
  'plain objects are plain, and own their members': async ({ webhook }) => {
    const portal = await webhook();
    const all = {
      bound: await portal.bind(lead),
      unbound: await portal.unbind(lead),
      plan: await portal.plan([lead]),
      report: await portal.sync([lead]),
      diagnosis: (await portal.diagnose())[0],
      got: await portal.offline.get(),
      listed: await portal.offline.list(),
    };
    return Object.entries(all).map(([name, value]) => [
      name,
      Object.getPrototypeOf(value) === Object.prototype,
      Object.getOwnPropertyNames(value),
      JSON.stringify(value),
    ]);
  },
  'each method of a portal gives a promise': async ({ webhook }) => {
    const portal = await webhook();
    const { offline } = portal;
    const promises = {
      bind: portal.bind(lead),
      'bind, refused at once': portal.bind({}),
      unbind: portal.unbind(lead),
      handlers: portal.handlers(),
      events: portal.events(),
      test: portal.test(),
      plan: portal.plan([]),
      sync: portal.sync([]),
      moveHandlers: portal.moveHandlers('https://a.b/', 'https://c.d/'),
      diagnose: portal.diagnose(),
      get: offline.get(),
      list: offline.list(),
      clear: offline.clear({}),
      error: offline.error({}),
      next: offline.batches().next(),
    };
    const ends = Object.values(promises).map((promise) => promise.catch(() => {}));
    await Promise.all(ends);
    const batches = offline.batches();
    return {
      promises: Object.entries(promises).map(([name, promise]) => [
        name,
        promise instanceof Promise,
      ]),
      'a walk can be iterated': typeof batches[Symbol.asyncIterator],
      'a walk ended early': await batches.return(),
      'next after that': await batches.next(),
      destroy: String(portal.destroy()),
      'destroy again': String(portal.destroy()),
    };
  },
};
