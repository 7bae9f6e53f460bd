// The page goes away, the instance dies, a callback misbehaves: every call still ends once.
import { expect, openApp, test } from './portal.js';

const never = { fault: 'delay', ms: 20_000, times: null, match: { method: 'event.bind' } };

/** Begins calls that are not answered; each reports its end to the portal's inbox. */
async function begin([url, inbox]) {
  const { callBind, callUnbind, connect } = await library;
  const client = await connect();
  const tell = (how, code) => navigator.sendBeacon(inbox, `how=${how}&code=${code}`);
  const told = (result) => tell('callback', result.error()?.code);
  const ends = [1, 2].map((n) => callBind('ONCRMLEADADD', `${url}${n}`, 0, told));
  ends.push(callUnbind('ONCRMLEADADD', `${url}1`, 0, told)); // waits behind the first
  for (const end of ends) end.then((result) => tell('promise', result.error()?.code));
  client.bind({ event: 'ONCRMLEADADD', handler: url }).catch((error) => tell('client', error.code));
}

const inFlight = (portal, count) =>
  expect.poll(async () => (await portal.requests('event.bind')).length).toBe(count);

test.describe('the page goes away: ABORTED, and no error in the parent page', () => {
  for (const [how, leave] of [
    ['its frame is removed', () => document.querySelector('#frame iframe').remove()],
    ['its frame is navigated', () => (document.querySelector('#frame iframe').src = 'about:blank')],
    ['the tab is navigated', () => (location.href = 'about:blank')],
  ]) {
    test(how, async ({ frame, page, portal }) => {
      await portal.fault(never);
      await frame.evaluate(begin, [portal.url('h'), portal.url('ends')]);
      await inFlight(portal, 3);
      await page.evaluate(leave);
      const ends = (await portal.arrived('ends', 7)).map(({ fields }) => fields);
      const count = (how) => ends.filter((end) => end.how === how).length;
      expect(ends.filter(({ code }) => code !== 'ABORTED')).toEqual([]);
      expect(['callback', 'promise', 'client'].map(count)).toEqual([3, 3, 1]);
    });
  }

  test('the app goes to another page of its own, which binds anew', async ({ frame, portal }) => {
    await portal.fault({ ...never, times: 3 });
    await frame.evaluate(begin, [portal.url('h'), portal.url('ends')]);
    await inFlight(portal, 3);
    await frame.evaluate(() => (location.href = '/second'));
    await portal.arrived('ends', 7);
    await frame.waitForURL(/second/);
    await frame.waitForFunction(() => 'mirrored' in window);
    const bind = (url) => mirrored('callBind', 'ONCRMLEADADD', url, 0);
    expect(await frame.evaluate(bind, portal.url('new'))).toMatchObject({ data: true });
  });
});

/** Lets any import of the instance throw what a trap throws, once `window.trap` is set. */
function provoke() {
  const trapping =
    (value) =>
    (...given) => {
      if (window.trap) throw new WebAssembly.RuntimeError('provoked');
      return value(...given);
    };
  const wrap = (object, change) => new Proxy({}, { get: (_, name) => change(object[name]) });
  const wrapped = (imports) =>
    wrap(imports, (module) =>
      wrap(module, (value) => (typeof value === 'function' ? trapping(value) : value)),
    );
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = (source, imports) => real(source, wrapped(imports));
  }
}

test('a trap: INTERNAL for all that is pending and all that comes later, once each', async ({
  app,
  page,
  portal,
}) => {
  await page.addInitScript(provoke);
  const frame = await openApp(page, portal, app);
  await portal.fault({ ...never, match: {} });
  await frame.evaluate(begin, [portal.url('h'), portal.url('ends')]);
  await frame.evaluate(async () => {
    window.client = await (await library).connect();
    window.waiting = failure(window.client.handlers());
  });
  await inFlight(portal, 3);
  const seen = await frame.evaluate(async () => {
    window.trap = true;
    const at = await mirrored('callBind', 'ONCRMLEADADD', 'https://a.b/', 0);
    window.trap = false; // an instance that has trapped is not used again, whatever it would say
    const { connect, getAuth, init } = await library;
    const later = {
      bind: failure(window.client.bind({ event: 'ONCRMLEADADD', handler: 'https://a.b/' })),
      connect: failure(connect()),
      init: failure(init()),
      waiting: window.waiting,
    };
    for (const name of Object.keys(later)) later[name] = (await later[name]).code;
    const call = await mirrored('callMethod', 'events', {});
    return { at, call, auth: getAuth(), ...later };
  });
  const INTERNAL = 'INTERNAL';
  const once = { callbacks: 1, same: true, code: INTERNAL, status: 0 };
  expect(seen).toMatchObject({
    ...{ at: once, call: once, auth: false },
    ...{ bind: INTERNAL, connect: INTERNAL, init: INTERNAL, waiting: INTERNAL },
  });
  expect(seen.at.error).toContain('reload the page');
  const ends = (await portal.arrived('ends', 7)).map(({ fields }) => fields);
  expect(ends.filter(({ code }) => code !== INTERNAL)).toEqual([]);
  expect(ends).toHaveLength(7);
});

test.describe('a callback', () => {
  /** Binds two handlers at once, the first with that callback, then a third. */
  const around = async ([url, body]) => {
    const { callBind, connect } = await library;
    window.client = await connect();
    const misbehave = Function('result', 'callBind', 'client', 'url', body);
    const counts = [0, 0, 0];
    const bind = (n, then) =>
      callBind('ONCRMLEADADD', `${url}${n}`, 0, (result) => {
        counts[n] += 1;
        return then?.(result, callBind, window.client, url);
      });
    const results = await Promise.all([bind(0, misbehave), bind(1)]);
    results.push(await bind(2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { counts, data: results.map((result) => result.data()) };
  };
  const fine = { counts: [1, 1, 1], data: [true, true, true] };

  test('that throws is an uncaught error of the page, and nothing else', async ({
    app,
    page,
    portal,
  }) => {
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const frame = await openApp(page, portal, app);
    const seen = await frame.evaluate(around, [portal.url('h'), 'throw new Error("mine")']);
    expect(seen).toEqual(fine);
    expect(errors).toEqual(['Error: mine']);
  });

  test('that calls `callBind` again', async ({ frame, portal }) => {
    const again = `
      const bind = (n) => callBind('ONCRMLEADADD', url + 'again' + n, 0, () => n && bind(n - 1));
      bind(5);
      window.inner = callBind('ONCRMLEADADD', url + 'inner', 0);`;
    expect(await frame.evaluate(around, [portal.url('h'), again])).toEqual(fine);
    await frame.evaluate(() => window.inner);
    await expect.poll(async () => (await portal.handlers()).length).toBe(3 + 6 + 1);
  });

  test('that calls `destroy()`', async ({ frame, portal }) => {
    await portal.fault({ ...never, match: { method: 'event.get' } });
    await frame.evaluate(async () => (await library).init());
    const destroy = `
      window.pending = failure(client.handlers());
      client.destroy();
      window.later = failure(client.handlers());`;
    expect(await frame.evaluate(around, [portal.url('h'), destroy])).toEqual(fine);
    const ends = await frame.evaluate(async () => [await window.pending, await window.later]);
    expect(ends).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }]);
  });

  test('that changes the settings', async ({ frame, portal }) => {
    const change = 'library.then(({ configure }) => configure({ burst: 1, perSecond: 1000 }))';
    expect(await frame.evaluate(around, [portal.url('h'), change])).toEqual(fine);
  });
});
