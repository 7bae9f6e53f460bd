// Every situation in which BX24.js loses a call, throws, loops, reports falsely or sets a trap
// (contract §7), and what happens here. Tests are named by what BX24.js does. Here: binding, and the
// frame. The rest is in the files beside this one.
import { bind, event, methodOf, once } from './bx24.js';
import { expect, openApp, quickTest, test } from './portal.js';

const it = quickTest;

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
    expect(await auth()).toMatchObject({ access_token: expect.any(String) });
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

  // a page of its own: others have told the shared one of a full bucket of 10,000
  test('its throttle begins at 90, the portal refuses at 50: here none is refused', async ({
    frame,
    portal,
  }) => {
    await portal.switch({ bucket: { limit: 50, perSecond: 20 } });
    const codes = await frame.evaluate(async () => {
      const { callMethod, configure } = await library;
      // a little less than the portal takes: requests do not arrive as evenly as they are sent
      configure({ burst: 45, perSecond: 18 });
      const calls = Array.from({ length: 90 }, () => callMethod('profile'));
      return (await Promise.all(calls)).map((result) => result.error()?.code);
    });
    expect(codes.filter(Boolean)).toEqual([]);
    const statuses = (await portal.requests('profile')).map(({ status }) => status);
    expect(statuses).toEqual(Array(90).fill(200));
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
