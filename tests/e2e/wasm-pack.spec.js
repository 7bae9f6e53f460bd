// What plain `wasm-pack build --target web` makes, in the portal's frame with nothing of ours beside
// it: its functions are those that its declarations name. `npm test wasm-pack` builds it.
import { webFolder } from '../../scripts/wasm-pack.mjs';
import { declared } from '../wasm-pack/declared.js';
import { expect, test } from './portal.js';

test.use({ appPath: 'wasm-pack' });

test('every function and method of its declarations is there', async ({ frame }) => {
  const { functions, methods } = declared(webFolder);
  expect(functions).toContain('callBind');
  const missing = await frame.evaluate(
    async ([functions, methods]) => {
      const library = await window.library;
      // an interface that a caller's object has is no class of the library
      const own = methods.filter(([name]) => name in library);
      return {
        functions: functions.filter((name) => typeof library[name] !== 'function'),
        methods: own.filter(([name, method]) => !(method in library[name].prototype)),
        checked: new Set(own.map(([name]) => name)).size,
      };
    },
    [functions, methods],
  );
  expect(missing).toEqual({ functions: [], methods: [], checked: 5 });
});

test('callBind by callback and by promise, callUnbind, an error', async ({ frame, portal }) => {
  const seen = await frame.evaluate(async (url) => {
    const { AjaxError, AjaxResult, callBind, callUnbind } = await window.library;
    const byCallback = await new Promise((resolve) => {
      callBind('ONCRMLEADADD', `${url}a`, 0, resolve);
    });
    const byPromise = await callBind('ONCRMLEADADD', `${url}b`);
    const unbound = await callUnbind('ONCRMLEADADD', `${url}a`, 0);
    const refused = await callBind('ONNOTHING', `${url}a`);
    return {
      data: [byCallback, byPromise, unbound].map((result) => result.data()),
      results: [byCallback, byPromise, refused].every((result) => result instanceof AjaxResult),
      refused: String(refused.error()),
      isAjaxError: refused.error() instanceof AjaxError,
    };
  }, portal.url(''));
  expect(seen).toEqual({
    data: [true, true, { count: 1 }],
    results: true,
    refused: 'ERROR_EVENT_NOT_FOUND: Event not found (400)',
    isAjaxError: true,
  });
  expect(await portal.handlers()).toMatchObject([{ handler: portal.url('b') }]);
});

test('connect, bind, plan, sync, handlers', async ({ frame, portal }) => {
  const seen = await frame.evaluate(async (url) => {
    const { connect, Portal } = await window.library;
    const portal = await connect();
    const bound = await portal.bind({ event: 'ONCRMDEALADD', handler: url });
    const wanted = Array.from({ length: 60 }, (_, n) => ({
      event: 'ONCRMLEADADD',
      handler: url + n,
    }));
    const plan = await portal.plan(wanted, { prune: true });
    const progress = [];
    const onProgress = ({ done, total }) => progress.push(`${done} of ${total}`);
    const report = await portal.sync(plan, { onProgress });
    return {
      isPortal: portal instanceof Portal,
      bound: bound.bound,
      planned: [plan.bind.length, plan.unbind.length],
      synced: [report.bound.length, report.unbound.length, report.failed.length],
      progress,
      handlers: (await portal.handlers()).length,
    };
  }, portal.url(''));
  expect(seen).toEqual({
    isPortal: true,
    bound: true,
    planned: [60, 1],
    synced: [60, 1, 0],
    progress: ['50 of 61', '60 of 61', '61 of 61'],
    handlers: 60,
  });
  expect(await portal.handlers()).toHaveLength(60);
});

test('offline events, batch by batch', async ({ frame, portal }) => {
  await frame.evaluate(async () => {
    const { connect } = await window.library;
    window.portal = await connect();
    await window.portal.bind({ event: 'ONCRMLEADADD', eventType: 'offline' });
  });
  for (let leads = 0; leads < 5; leads += 1) await portal.control('lead', {});
  const sizes = await frame.evaluate(async () => {
    const sizes = [];
    for await (const batch of window.portal.offline.batches({ size: 2 })) {
      sizes.push(batch.events.length);
      await batch.done();
    }
    return [...sizes, (await window.portal.offline.list()).total];
  });
  expect(sizes).toEqual([2, 2, 1, 0]);
});

test('errors are of the class that it exports', async ({ frame, portal }) => {
  const seen = await frame.evaluate(async (url) => {
    const { Bx24Error, connect } = await window.library;
    const portal = await connect();
    const described = (promise) =>
      promise.catch((error) => [error instanceof Bx24Error, error instanceof Error, error.code]);
    return Promise.all([
      described(portal.bind({ event: 'ONNOTHING', handler: url })),
      described(portal.bind({})),
      described(connect({ timeOut: 5 })),
    ]);
  }, portal.url('h'));
  expect(seen).toEqual([
    [true, true, 'ERROR_EVENT_NOT_FOUND'],
    [true, true, 'INVALID_ARGUMENT'],
    [true, true, 'INVALID_ARGUMENT'],
  ]);
});
