// Every situation in which BX24.js loses a call, throws, loops, reports falsely or sets a trap
// (contract §7), and what happens here. Tests are named by what BX24.js does.
import { createServer, request as forward } from 'node:http';
import { expect, openApp, quickTest, test } from './portal.js';

const it = quickTest;
const event = 'ONCRMLEADADD';
const always = (fault, more) => ({ fault, times: null, ...more });
const bind = (frame, handler, authType = 0) =>
  frame.evaluate((given) => mirrored('callBind', ...given), [event, handler, authType]);
const methodOf = (frame, ...given) =>
  frame.evaluate((given) => mirrored('callMethod', ...given), given);
const once = { callbacks: 1, same: true };

it.describe('§7.1 callBind, callUnbind', () => {
  it('`auth_type` 0 of callUnbind is not `auth_type` left out', async ({ frame, portal }) => {
    const users = async () => (await portal.handlers()).map(({ authType }) => authType);
    for (const user of [0, 1, 15]) await bind(frame, portal.url('h'), user);
    const unbind = (authType) =>
      frame.evaluate(
        (given) => mirrored('callUnbind', ...given),
        [event, portal.url('h'), authType],
      );
    expect(await unbind(0)).toMatchObject({ ...once, data: { count: 1 } });
    expect(await users()).toEqual([1, 15]);
    expect(await unbind(null)).toMatchObject({ ...once, data: { count: 2 } });
    expect(await users()).toEqual([]);
  });

  it('callBind has no room for event_type, auth_connector, options: the client has', async ({
    frame,
    portal,
  }) => {
    await frame.evaluate(async () => {
      const client = await (await library).connect();
      await client.bind({ event: 'ONCRMLEADADD', eventType: 'offline', authConnector: 'mine' });
      client.destroy();
    });
    expect(await portal.handlers()).toMatchObject([{ event, offline: true, connector: 'mine' }]);
  });

  it('a duplicate is reported as the portal words it', async ({ frame, portal }) => {
    await bind(frame, portal.url('h'));
    expect(await bind(frame, portal.url('h'))).toMatchObject({
      ...once,
      error: 'ERROR_CORE: Unable to set event handler: Handler already binded (400)',
      alreadyBound: false,
    });
  });

  it('a lost bind and an unbind of the same handler keep their order', async ({
    frame,
    portal,
  }) => {
    await portal.fault({ fault: 'cut', execute: true, match: { method: 'event.bind' } });
    const ends = await frame.evaluate(
      (url) =>
        Promise.all([
          mirrored('callBind', 'ONCRMLEADADD', url, 0),
          mirrored('callUnbind', 'ONCRMLEADADD', url, 0),
        ]),
      portal.url('h'),
    );
    expect(ends).toMatchObject([{ data: true, alreadyBound: true }, { data: { count: 1 } }]);
    expect(await portal.handlers()).toEqual([]);
  });

  it('another registers the same handler right now: it is waited for, then reported', async ({
    frame,
    portal,
  }) => {
    await portal.switch({ bindingMs: 400 });
    const { rest, accessToken } = portal.at;
    const handler = encodeURIComponent(portal.url('h'));
    const other = fetch(`${rest}event.bind?auth=${accessToken}&event=${event}&handler=${handler}`);
    await expect.poll(async () => (await portal.requests('event.bind')).length).toBe(1);
    expect(await bind(frame, portal.url('h'))).toMatchObject({
      ...once,
      error: 'ERROR_CORE: Unable to set event handler: Handler already binded (400)',
    });
    expect((await other).status).toBe(200);
    expect((await portal.requests('event.bind')).length).toBeGreaterThan(2);
    expect(await portal.handlers()).toHaveLength(1);
  });

  test('before init it returns false: here the call waits and settles', async ({
    frame,
    portal,
  }) => {
    const seen = await frame.evaluate(async (handler) => {
      const { callBind } = await library;
      const promise = callBind('ONCRMLEADADD', handler, 0);
      return { promise: promise instanceof Promise, data: (await promise).data() };
    }, portal.url('h'));
    expect(seen).toEqual({ promise: true, data: true });
  });

  test.describe('a user without administrator rights', () => {
    test.use({ user: 2 });

    test('nothing happens and no one is told: here it is sent', async ({ frame, portal }) => {
      expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, data: true });
      expect(await portal.handlers()).toMatchObject([{ authType: 2 }]);
    });

    test('IS_ADMIN of the frame says yes, the portal no: its answer is reported', async ({
      app,
      page,
      portal,
    }) => {
      await portal.switch({ frameIsAdmin: true });
      const frame = await openApp(page, portal, app, 2);
      expect(await frame.evaluate(async () => (await library).init())).toBeUndefined();
      expect(await frame.evaluate(async () => (await library).isAdmin())).toBe(true);
      expect(await bind(frame, portal.url('h'), 15)).toMatchObject({
        code: 'ACCESS_DENIED',
        status: 403,
      });
    });
  });
});

it.describe('§7.2 init, getAuth, callMethod', () => {
  it('`expires_in` of getAuth is a time, not a span: here too', async ({ frame }) => {
    const { expires_in, ...auth } = await frame.evaluate(async () => (await library).getAuth());
    expect(expires_in - Date.now()).toBeLessThanOrEqual(3_600_000);
    expect(expires_in - Date.now()).toBeGreaterThan(3_000_000);
    expect(auth).toMatchObject({ access_token: expect.any(String), member_id: expect.any(String) });
  });

  test('getAuth is false before init and when the token has run out', async ({
    app,
    page,
    portal,
  }) => {
    await portal.switch({ tokenLifetime: 1 });
    const frame = await openApp(page, portal, app);
    const auth = () => frame.evaluate(async () => (await library).getAuth());
    expect(await auth()).toBe(false);
    await frame.evaluate(async () => (await library).init());
    expect(await auth()).toBeTruthy();
    await expect.poll(auth, { timeout: 3_000 }).toBe(false);
  });

  test('a silent parent means silence for ever: here NO_FRAME', async ({ app, page, portal }) => {
    await page.route('**/control/frame/getInitData', () => {});
    const frame = await openApp(page, portal, app);
    await frame.evaluate(async () => (await library).configure({ frameTimeout: 200 }));
    expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, code: 'NO_FRAME' });
    expect(await methodOf(frame, 'events', {})).toMatchObject({ ...once, code: 'NO_FRAME' });
  });

  it('init again runs its callback', async ({ frame }) => {
    const ran = await frame.evaluate(async () => {
      const { init } = await library;
      let ran = 0;
      await init(() => (ran += 1));
      await init(() => (ran += 1));
      return ran;
    });
    expect(ran).toBe(2);
  });

  it('its throttle begins at 90, the portal refuses at 50: here none is refused', async ({
    frame,
    portal,
  }) => {
    await portal.switch({ bucket: { limit: 50, perSecond: 20 } });
    const codes = await frame.evaluate(async () => {
      const { callMethod, configure } = await library;
      configure({ burst: 50, perSecond: 20, timeScale: 1 });
      const calls = Array.from({ length: 90 }, () => callMethod('profile'));
      return (await Promise.all(calls)).map((result) => result.error()?.code);
    });
    expect(codes.filter(Boolean)).toEqual([]);
    expect((await portal.requests()).filter(({ status }) => status === 503)).toEqual([]);
  });

  it('callMethod without a callback gives nothing: here a promise', async ({ frame }) => {
    const data = await frame.evaluate(async () =>
      (await (await library).callMethod('profile')).data(),
    );
    expect(data).toMatchObject({ ID: '1', ADMIN: true });
  });

  it('`params.start` is deleted from the caller’s own object: here it is left alone', async ({
    frame,
  }) => {
    const params = await frame.evaluate(async () => {
      const params = { start: 50 };
      await (await library).callMethod('event.offline.list', params);
      return params;
    });
    expect(params).toEqual({ start: 50 });
  });
});

it.describe('§7.3 values', () => {
  for (const [what, value, arrives] of [
    ['true and false are words', '{ yes: true, no: false }', { yes: 'true', no: 'false' }],
    ['undefined is a word', '{ x: undefined }', { x: 'undefined' }],
    ['an empty list is empty text', '{ x: [] }', { x: '' }],
    ['null and an empty object vanish', '{ x: null, y: {} }', {}],
  ]) {
    it(`${what}: here too`, async ({ frame, portal }) => {
      await frame.evaluate(
        async (value) => (await library).callMethod('profile', Function(`return ${value}`)()),
        value,
      );
      const [{ params }] = await portal.requests('profile');
      expect(params).toEqual({ auth: '***', ...arrives });
    });
  }

  it('a file input is sent, and mangled if it takes several: here it is refused', async ({
    frame,
    portal,
  }) => {
    const seen = await frame.evaluate(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      const files = new DataTransfer();
      files.items.add(new File(['x'], 'x.txt'));
      input.files = files.files;
      return mirrored('callMethod', 'profile', { input });
    });
    expect(seen).toMatchObject({
      ...once,
      error: 'INVALID_ARGUMENT: `input` is a file input: give `[name, base64]` (0)',
    });
    expect(await portal.requests()).toEqual([]);
  });

  it('params as ready text: here refused', async ({ frame }) => {
    expect(await methodOf(frame, 'events', 'scope=crm')).toMatchObject({
      ...once,
      error: 'INVALID_ARGUMENT: `params` must be an object, not a string (0)',
    });
  });
});

it.describe('§7.4 answers', () => {
  for (const [what, fault, code, status, requests] of [
    ['expired_token is repeated without end', always('expired_token'), 'expired_token', 401, 2],
    ['an empty 200 is success', always('empty'), 'BAD_ANSWER', 200, 5],
    ['an empty 404 is success', always('empty', { status: 404 }), 'BAD_ANSWER', 404, 5],
    ['a 200 without JSON throws', always('html', { status: 200 }), 'BAD_ANSWER', 200, 5],
    ['a 404 without JSON throws', always('html', { status: 404 }), 'BAD_ANSWER', 404, 5],
    ['a 502 throws', always('html'), 'BAD_ANSWER', 502, 5],
    ['an answer without CORS headers throws', always('html', { cors: false }), 'NETWORK', 0, 5],
    ['a lost answer throws', always('cut', { status: 200 }), 'BAD_ANSWER', 200, 5],
    ['invalid_token is reported at once', always('invalid_token'), 'invalid_token', 401, 2],
    ['another 401 is reported', always('NO_AUTH_FOUND'), 'NO_AUTH_FOUND', 401, 1],
  ]) {
    it(`${what}: here one callback, ${code}`, async ({ frame, portal }) => {
      // renewing a token takes a busy machine longer than a hundredth of 10 s
      if (requests === 2)
        await frame.evaluate(async () => (await library).configure({ timeScale: 0.5 }));
      await portal.fault(fault);
      expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, code, status });
      expect(await portal.requests('event.bind')).toHaveLength(requests);
      expect(await portal.handlers()).toEqual([]);
    });
  }

  for (const [what, fault] of [
    ['503 throws', { fault: 'QUERY_LIMIT_EXCEEDED' }],
    ['503 without CORS headers throws', { fault: 'QUERY_LIMIT_EXCEEDED', cors: false }],
    ['429 is reported at once', { fault: 'OPERATION_TIME_LIMIT' }],
    ['a passing 502 throws', { fault: 'html' }],
  ]) {
    it(`${what}: here it is waited for`, async ({ frame, portal }) => {
      await portal.fault(fault);
      expect(await bind(frame, portal.url('h'))).toMatchObject({ ...once, data: true });
      expect(await portal.handlers()).toHaveLength(1);
    });
  }

  for (const refresh of ['failure', 'silence']) {
    it(`a refresh that ends in ${refresh} hangs: here REFRESH_FAILED`, async ({
      frame,
      portal,
    }) => {
      await portal.switch({ refresh });
      await portal.fault(always('expired_token'));
      expect(await bind(frame, portal.url('h'))).toMatchObject({
        ...once,
        code: 'REFRESH_FAILED',
        status: 0,
      });
      expect(await portal.requests('event.bind')).toHaveLength(1);
    });
  }
});

it.describe('§7.5 results', () => {
  const methods = (frame, given) =>
    frame.evaluate(async (given) => {
      const result = await (await library).callMethod(...given);
      const error = result.error();
      return {
        keys: Object.keys(result),
        json: JSON.parse(JSON.stringify(result)),
        text: String(error),
        ex: error?.getError(),
        status: [result.status, error?.status, error?.getStatus()],
        description: result.error_description(),
        more: result.more(),
        total: String(result.total()),
        time: result.time(),
        next: result.next(),
      };
    }, given);

  it('`time()` does not exist: here it does', async ({ frame }) => {
    const { json, time, ...rest } = await methods(frame, ['profile', { a: 1 }]);
    expect(time).toEqual(json.answer.time);
    expect(rest).toMatchObject({
      more: false,
      total: 'NaN',
      next: false,
      status: [200, undefined, undefined],
    });
    expect(json.query).toMatchObject({ method: 'profile', data: { a: '1' } });
  });

  it('`JSON.stringify(result.error())` throws: here it works', async ({ frame }) => {
    const seen = await methods(frame, ['event.bind', { event: '' }]);
    expect(seen).toMatchObject({
      text: "ERROR_ARGUMENT: Argument 'EVENT' is null or empty (400)",
      ex: { error: 'ERROR_ARGUMENT', argument: 'EVENT' },
      status: [400, 400, 400],
      description: "Argument 'EVENT' is null or empty",
      json: { status: 400, error: { code: 'ERROR_ARGUMENT', argument: 'EVENT', status: 400 } },
    });
  });

  it('`next()` gives nothing: here a promise of the next page', async ({ frame, portal }) => {
    await bindOffline(portal, 120);
    const seen = await frame.evaluate(async () => {
      const { callMethod } = await library;
      const sizes = [];
      let result = await callMethod('event.offline.list', {}, (one) =>
        sizes.push(one.data().length),
      );
      const total = result.total();
      while (result.more()) result = await result.next();
      return { sizes, total, end: result.next() };
    });
    expect(seen).toEqual({ sizes: [50, 50, 20], total: 120, end: false });
  });

  it('`error_description()` of a batch’s item is never there: here it is', async ({ frame }) => {
    const seen = await frame.evaluate(async () => {
      const calls = { bad: ['event.bind', {}], good: ['profile'], none: ['no.such'] };
      const { bad, good, none } = await (await library).callBatch(calls);
      return [bad, good, none].map((one) => [
        one.error_description(),
        String(one.error()),
        typeof one.data(),
      ]);
    });
    const argument = "Argument 'EVENT' is null or empty";
    expect(seen).toEqual([
      [argument, `ERROR_ARGUMENT: ${argument} (200)`, 'undefined'],
      [undefined, 'undefined', 'object'],
      ['Method not found!', 'ERROR_METHOD_NOT_FOUND: Method not found! (200)', 'undefined'],
    ]);
  });
});

/** Fills the app's offline queue by changes that another, the portal's user, makes. */
async function bindOffline(portal, count) {
  const { rest, accessToken } = portal.at;
  await fetch(`${rest}event.bind?auth=${accessToken}&event=${event}&event_type=offline`);
  for (let n = 0; n < count; n++) await portal.control('lead', {});
}

it.describe('§7.6 callBatch', () => {
  it('a batch that fails as a whole throws: here each call gets the error', async ({
    frame,
    portal,
  }) => {
    await portal.fault(always('ACCESS_DENIED'));
    const seen = await frame.evaluate(async () => {
      let callbacks = 0;
      const calls = [['profile'], { method: 'events', params: {} }];
      const results = await (await library).callBatch(calls, () => (callbacks += 1));
      return { callbacks, codes: results.map((one) => one.error().code) };
    });
    expect(seen).toEqual({ callbacks: 1, codes: ['ACCESS_DENIED', 'ACCESS_DENIED'] });
  });

  it('after a halt the later keys are missing: here too', async ({ frame }) => {
    const keys = await frame.evaluate(async () => {
      const calls = { a: ['profile'], b: ['no.such'], c: ['profile'] };
      return Object.keys(await (await library).callBatch(calls, null, true));
    });
    expect(keys).toEqual(['a', 'b']);
  });

  it('nothing valid: no request and no callback; here one callback', async ({ frame, portal }) => {
    const seen = await frame.evaluate(async () => {
      let callbacks = 0;
      const results = await (await library).callBatch([], () => (callbacks += 1));
      return { callbacks, results };
    });
    expect(seen).toEqual({ callbacks: 1, results: [] });
    expect(await portal.requests()).toEqual([]);
  });

  it('more than 50 commands: the rest is refused by the portal; here too', async ({ frame }) => {
    const codes = await frame.evaluate(async () => {
      const calls = Array.from({ length: 52 }, () => ['server.time']);
      return (await (await library).callBatch(calls)).map((one) => one.error()?.code);
    });
    expect(codes.filter((code) => code === undefined)).toHaveLength(50);
    expect(codes.slice(50)).toEqual(Array(2).fill('ERROR_BATCH_LENGTH_EXCEEDED'));
  });
});

it.describe('§7.7 observed', () => {
  for (const body of ['null', '"text"', '{}']) {
    it(`a 200 of ${body} throws or is success: here BAD_ANSWER`, async ({ frame, portal }) => {
      await portal.fault(always('body', { body }));
      expect(await bind(frame, portal.url('h'))).toMatchObject({
        ...once,
        code: 'BAD_ANSWER',
        status: 200,
      });
    });
  }

  for (const [what, value] of [
    ['half a surrogate pair', String.raw`'a\ud800'`],
    ['a Symbol', 'Symbol()'],
  ]) {
    it(`${what} throws: here INVALID_ARGUMENT through the callback`, async ({ frame, portal }) => {
      const seen = await frame.evaluate(
        (value) => mirrored('callBind', 'ONCRMLEADADD', Function(`return ${value}`)(), 0),
        value,
      );
      expect(seen).toMatchObject({ ...once, code: 'INVALID_ARGUMENT', status: 0 });
      expect(await portal.requests()).toEqual([]);
    });
  }

  it('a boxed string is lost: here it is its text', async ({ frame, portal }) => {
    await frame.evaluate(
      (url) => mirrored('callBind', 'ONCRMLEADADD', new String(url), 0),
      portal.url('h'),
    );
    expect(await portal.handlers()).toMatchObject([{ handler: portal.url('h') }]);
  });

  it('one lost callback stops a chain for good: here the chain goes on', async ({
    frame,
    portal,
  }) => {
    await portal.control('faults', {
      seed: 7,
      rate: 0.4,
      faults: [{ fault: 'cut', execute: true }],
    });
    const handlers = Array.from({ length: 60 }, (_, n) => portal.url(`h${n}`));
    const codes = await frame.evaluate(
      ([event, handlers]) =>
        new Promise((resolve) => {
          const codes = [];
          const next = async () => {
            if (codes.length === handlers.length) return resolve(codes);
            (await library).callBind(event, handlers[codes.length], 0, (result) => {
              codes.push(result.error()?.code ?? result.data());
              next();
            });
          };
          next();
        }),
      [event, handlers],
    );
    expect(codes).toHaveLength(60);
    const bound = (await portal.handlers()).map(({ handler }) => handler);
    expect(bound).toEqual(handlers);
  });

  it('the browser itself sends again: a first bind is refused as a duplicate; here the client says bound', async ({
    frame,
    portal,
  }) => {
    const proxy = await resending(portal.at.portal);
    const seen = await frame.evaluate(
      async ([domain, accessToken, handler]) => {
        const client = await (await library).connect({ domain, accessToken });
        await client.events(); // leaves a connection that is used again
        return client.bind({ event: 'ONCRMLEADADD', handler });
      },
      [proxy.address, portal.at.accessToken, portal.url('h')],
    );
    proxy.close();
    expect(seen).toMatchObject({ bound: true, alreadyBound: true });
    expect(await portal.requests('event.bind')).toMatchObject([{ status: 200 }, { status: 400 }]);
    expect(await portal.handlers()).toHaveLength(1);
  });
});

/** Passes requests on to the portal; closes the connection after the first bind, without an answer. */
async function resending(portal) {
  let closed = false;
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const onward = forward(new URL(url, portal), { method, headers }, (answer) => {
      if (url.includes('event.bind') && !closed) {
        closed = true;
        answer.resume().on('end', () => request.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}
