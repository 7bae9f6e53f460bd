// Many calls at once: paced to the portal's bucket, merged where they have to wait, one refresh.
import { commandsHeard } from './heard.js';
import { asAdmin } from './node.js';
import { expect, openApp, test } from './portal.js';

const names = (portal, count) => Array.from({ length: count }, (_, n) => portal.url(`h${n}`));

/** Binds all handlers at once, or one after another; the codes they ended with and the time. */
async function bindAll([handlers, atOnce]) {
  const { callBind, init } = await library;
  await init();
  const start = performance.now();
  const bind = async (handler) => {
    const result = await callBind('ONCRMLEADADD', handler, 0);
    return result.error()?.code ?? result.data();
  };
  const ends = [];
  if (atOnce) ends.push(...(await Promise.all(handlers.map(bind))));
  else for (const handler of handlers) ends.push(await bind(handler));
  return { ends, seconds: (performance.now() - start) / 1000 };
}

async function allBound(portal, handlers) {
  const bound = (await portal.handlers()).map(({ handler }) => handler).sort();
  expect(bound).toEqual([...handlers].sort());
}

test('200 calls at once against a bucket of 50 and 2 per second', async ({ frame, portal }) => {
  await portal.switch({ bucket: { limit: 50, perSecond: 2 } });
  const handlers = names(portal, 200);
  await frame.evaluate(async () => (await library).init());
  const { ends, seconds } = await frame.evaluate(bindAll, [handlers, true]);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  await allBound(portal, handlers);
  const journal = await portal.requests();
  const times = journal.map(({ ts }) => ts);
  console.log(
    `200 at once: ${journal.length} requests, ${seconds.toFixed(1)} s in the page, ` +
      `${(Math.max(...times) - Math.min(...times)).toFixed(1)} s at the portal`,
  );
  expect(journal.length).toBeLessThanOrEqual(60);
  expect(journal.filter(({ status }) => status !== 200)).toEqual([]);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(3);
});

test('one call after another: none is lost, and the portal refuses none', async ({
  frame,
  portal,
}) => {
  // a smaller bucket that drains faster, so that the test ends
  await portal.switch({ bucket: { limit: 20, perSecond: 20 } });
  await frame.evaluate(async () => (await library).configure({ burst: 20, perSecond: 20 }));
  const handlers = names(portal, 100);
  const { ends } = await frame.evaluate(bindAll, [handlers, false]);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  await allBound(portal, handlers);
  expect((await portal.requests()).filter(({ status }) => status !== 200)).toEqual([]);
});

test('merging switched off: each call goes out alone', async ({ frame, portal }) => {
  await portal.switch({ bucket: null });
  await frame.evaluate(async () => (await library).configure({ merge: false, perSecond: 100 }));
  const handlers = names(portal, 80);
  const { ends } = await frame.evaluate(bindAll, [handlers, true]);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  await allBound(portal, handlers);
  expect(await portal.requests('event.bind')).toHaveLength(80);
  expect(await portal.requests('batch')).toEqual([]);
});

test('one of many merged calls is aborted: the others are bound', async ({ frame, portal }) => {
  await portal.switch({ bucket: { limit: 50, perSecond: 2 } });
  const handlers = names(portal, 120);
  const codes = await frame.evaluate(async (handlers) => {
    const client = await (await library).connect();
    const controller = new AbortController();
    const bind = (handler, n) => {
      const options = n === 100 ? { signal: controller.signal } : {};
      const bound = client.bind({ event: 'ONCRMLEADADD', handler }, options);
      return bound.then(
        () => 'bound',
        (error) => error.code,
      );
    };
    const calls = handlers.map(bind);
    setTimeout(() => controller.abort(), 100);
    return Promise.all(calls);
  }, handlers);
  expect(codes.splice(100, 1)).toEqual(['ABORTED']);
  expect(codes.filter((code) => code !== 'bound')).toEqual([]);
  const bound = (await portal.handlers()).map(({ handler }) => handler);
  expect(handlers.filter((handler, n) => n !== 100 && !bound.includes(handler))).toEqual([]);
});

test('a method whose time is used up waits for its own reset, not for another’s', async ({
  portal,
}) => {
  await portal.switch({ bucket: null, operating: { limit: 1, window: 5, cost: 0.6 } });
  const waits = [];
  const onRetry = ({ reason, waitMs }) => waits.push([reason, waitMs]);
  const client = await asAdmin(portal, { timeScale: 0.1, timeout: 600_000, onRetry });
  const bind = (n) => client.bind({ event: 'ONCRMLEADADD', handler: portal.url(`h${n}`) });
  await bind(1);
  await bind(2);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await client.events(); // its reset is 5 s away, that of event.bind 3 s, each rounded up
  await bind(3);
  expect(waits[0]).toEqual(['OPERATION_TIME_LIMIT', expect.any(Number)]);
  expect(waits[0][1]).toBeGreaterThan(200);
  expect(waits[0][1]).toBeLessThan(450);
});

test('100 calls with an expired token: one refresh', async ({ frame, page, portal }) => {
  await portal.switch({ bucket: null });
  const heard = await commandsHeard(page);
  await frame.evaluate(async () => {
    const { configure, init } = await library;
    configure({ burst: 10_000 });
    await init();
  });
  await portal.control('expire-tokens', {});
  const handlers = names(portal, 100);
  const { ends } = await frame.evaluate(bindAll, [handlers, true]);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  await allBound(portal, handlers);
  expect(await heard()).toEqual(['getInitData', 'refreshAuth']);
  // each call was refused at most once, and repeated once
  expect((await portal.requests('event.bind')).length).toBeLessThanOrEqual(200);
});

test('100 calls after the token’s own time: one refresh before anything is sent', async ({
  app,
  page,
  portal,
}) => {
  await portal.switch({ bucket: null, tokenLifetime: 1 });
  const frame = await openApp(page, portal, app);
  const heard = await commandsHeard(page);
  await frame.evaluate(async () => {
    const { configure, init } = await library;
    configure({ burst: 10_000 });
    await init();
  });
  await portal.switch({ tokenLifetime: 3600 });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const handlers = names(portal, 100);
  const { ends } = await frame.evaluate(bindAll, [handlers, true]);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  await allBound(portal, handlers);
  expect(await heard()).toEqual(['getInitData', 'refreshAuth']);
  const methods = (await portal.requests()).map(({ method }) => method);
  expect(methods).toEqual(['frame:refreshAuth', ...Array(100).fill('event.bind')]);
});
