// The client in a frame, with tokens, with a webhook, in the browser and in Node.
import { failure as failed } from './failure.js';
import { asAdmin, asUser, byWebhook, node } from './node.js';
import { expect, openApp, test } from './portal.js';

const lead = (portal, name = 'lead') => ({ event: 'ONCRMLEADADD', handler: portal.url(name) });

/** What a server does with its secret: a new pair for a refresh token. */
function renewer(at) {
  let refreshToken = at.refreshToken;
  return async () => {
    const query = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: at.clientId,
      client_secret: at.clientSecret,
      refresh_token: refreshToken,
    });
    const pair = await (await fetch(`${at.portal}oauth/token/?${query}`)).json();
    refreshToken = pair.refresh_token;
    return { accessToken: pair.access_token, expiresIn: pair.expires_in };
  };
}

test.describe('authorization', () => {
  for (const [user, userIsAdmin] of [
    [1, true],
    [2, false],
  ]) {
    test.describe(`in the frame of user ${user}`, () => {
      test.use({ user });
      test('domain, user and member are known', async ({ frame, portal }) => {
        const about = await frame.evaluate(async () => ({ ...(await (await library).connect()) }));
        const domain = new URL(portal.at.portal).host;
        expect(about).toEqual({ domain, userIsAdmin, memberId: portal.at.memberId });
      });
    });
  }

  test('with tokens, in a page of its own: one refresh for all calls', async ({
    app,
    page,
    portal,
  }) => {
    await page.exposeFunction('renew', renewer(portal.at));
    await page.goto(app);
    await portal.control('expire-tokens', {});
    const bound = await page.evaluate(
      async ([domain, accessToken, handler]) => {
        const { connect } = await library;
        const client = await connect({ domain, accessToken, refresh: () => window.renew() });
        const all = Array.from({ length: 20 }, (_, n) => `${handler}${n}`);
        return Promise.all(all.map((handler) => client.bind({ event: 'ONCRMLEADADD', handler })));
      },
      [new URL(portal.at.portal).origin, portal.at.accessToken, portal.url('lead')],
    );
    expect(bound.every((one) => one.bound && !one.alreadyBound)).toBe(true);
    expect(await portal.handlers()).toHaveLength(20);
    expect(await portal.requests('refresh_token')).toHaveLength(1);
  });

  test('with tokens, in Node', async ({ portal }) => {
    const { portal: domain, accessToken } = portal.at;
    await portal.control('expire-tokens', {});
    const client = await node.connect({ domain, accessToken, refresh: renewer(portal.at) });
    await client.bind(lead(portal));
    expect(await client.handlers()).toEqual([
      { ...lead(portal), authType: 0, eventType: 'online' },
    ]);
    expect(await portal.requests('refresh_token')).toHaveLength(1);
  });

  test('a token may be refreshed to text alone', async ({ portal }) => {
    const { portal: domain, accessToken } = portal.at;
    const refresh = async () => (await renewer(portal.at)()).accessToken;
    await portal.control('expire-tokens', {});
    const client = await node.connect({ domain, accessToken, refresh });
    expect(await client.handlers()).toEqual([]);
  });

  for (const [what, refresh, code] of [
    ['no way to refresh', undefined, 'expired_token'],
    ['a refresh that rejects', () => Promise.reject(new Error('no')), 'REFRESH_FAILED'],
    ['a refresh without a token', async () => ({}), 'REFRESH_FAILED'],
    ['a refresh that throws', () => JSON.parse('-'), 'REFRESH_FAILED'],
    ['a refresh that never ends', () => new Promise(() => {}), 'REFRESH_FAILED'],
  ]) {
    test(`an expired token and ${what}: ${code}`, async ({ portal }) => {
      const { portal: domain, accessToken } = portal.at;
      await portal.control('expire-tokens', {});
      const client = await node.connect({ domain, accessToken, refresh, timeScale: 0.01 });
      expect((await failed(client.handlers())).code).toBe(code);
    });
  }

  for (const [where, connect] of [
    ['in Node', (_page, webhook) => node.connect({ webhook }).then((client) => client.events())],
    [
      'in a page',
      (page, webhook) =>
        page.evaluate(async (webhook) => {
          const client = await (await library).connect({ webhook });
          return client.events();
        }, webhook),
    ],
  ]) {
    test(`with a webhook, ${where}`, async ({ app, page, portal }) => {
      await page.goto(app);
      expect(await connect(page, portal.at.webhook)).toContain('ONCRMLEADADD');
      const [request] = await portal.requests();
      expect(request).toMatchObject({ application: 'webhook.1', status: 200 });
    });
  }

  test('a webhook that live portals would refuse', async ({ portal }) => {
    await portal.switch({ webhookEvents: 'refused' });
    const client = await byWebhook(portal);
    expect(client.userIsAdmin).toBeUndefined();
    expect(await failed(client.bind(lead(portal)))).toMatchObject({
      code: 'WRONG_AUTH_TYPE',
      status: 403,
      method: 'event.bind',
      retryable: false,
    });
  });

  test('outside a frame there is none', async ({ app, page }) => {
    await page.goto(app);
    const found = await page.evaluate(async () => failure((await library).connect()));
    expect(found.code).toBe('NO_FRAME');
    expect((await failed(node.connect())).code).toBe('NO_FRAME');
  });

  test('a parent that does not answer', async ({ app, page }) => {
    await page.goto(app);
    await page.evaluate((src) => {
      const frame = Object.assign(document.createElement('iframe'), { src });
      frame.name = `${location.host}|0|00112233445566778899aabbccddeeff`;
      document.body.append(frame);
    }, app);
    await expect.poll(() => page.frames().length).toBe(2);
    const frame = page.frames()[1];
    await frame.waitForFunction(() => 'library' in window);
    const found = await frame.evaluate(async () =>
      failure((await library).connect({ frameTimeout: 50 })),
    );
    expect(found.code).toBe('NO_FRAME');
  });

  const webhook = 'https://a.b/rest/1/s3cr3t/';
  for (const [options, words] of [
    [{ domain: 'a.b' }, '`accessToken`'],
    [{ accessToken: 's3cr3t' }, '`domain`'],
    [
      { webhook, domain: 'a.b', accessToken: 's3cr3t' },
      'both `webhook` and `accessToken` are given: choose one',
    ],
    [{ webhook: 'https://a.b/s3cr3t/' }, 'it is like `https:'],
    [{ domain: 'a.b/c', accessToken: 's3cr3t' }, '`domain` must be a host alone'],
    [{ domain: 5, accessToken: 's3cr3t' }, '`domain` must be a string, not a number'],
    [{ webhook, refresh: 's3cr3t' }, '`refresh` must be a function, not a string'],
  ]) {
    test(`refused: ${JSON.stringify(options)}`, async () => {
      const found = await failed(node.connect(options));
      expect(found.code).toBe('INVALID_ARGUMENT');
      expect(found.message).toContain(words);
      expect(JSON.stringify(found)).not.toContain('s3cr3t');
    });
  }
});

test.describe('methods', () => {
  test('bind, bind again, list, unbind, unbind again', async ({ frame, portal }) => {
    const seen = await frame.evaluate(async (handler) => {
      const client = await (await library).connect();
      const one = { event: 'OnCrmLeadAdd', handler };
      const bound = [await client.bind(one), await client.bind(one)];
      const handlers = await client.handlers();
      return { bound, handlers, unbound: [await client.unbind(one), await client.unbind(one)] };
    }, portal.url('lead'));
    const time = expect.objectContaining({ duration: expect.any(Number) });
    expect(seen).toEqual({
      bound: [
        { bound: true, alreadyBound: false, time },
        { bound: true, alreadyBound: true, time: undefined },
      ],
      handlers: [{ ...lead(portal), authType: 0, eventType: 'online' }],
      unbound: [
        { count: 1, repeated: false, time },
        { count: 0, repeated: false, time },
      ],
    });
  });

  test('what is bound gets the event', async ({ portal }) => {
    const client = await byWebhook(portal);
    await client.bind(lead(portal));
    await portal.control('lead', {});
    const [arrived] = await portal.arrived('lead');
    expect(arrived.fields).toMatchObject({ event: 'ONCRMLEADADD', data: { FIELDS: { ID: '1' } } });
  });

  test('events: granted, of a scope, all', async ({ portal }) => {
    await portal.switch({ scopes: ['task'] });
    const client = await byWebhook(portal);
    const granted = await client.events();
    expect(granted).toContain('ONTASKADD');
    expect(granted).not.toContain('ONCRMLEADADD');
    expect(await client.events({ scope: 'crm' })).toContain('ONCRMLEADADD');
    expect(await client.events({ scope: '' })).not.toContain('ONTASKADD');
    expect(await client.events({ full: true })).toContain('ONCRMLEADADD');
    expect(await client.events({ full: false })).toEqual(granted);
    expect(await client.events({ scope: 'nothing' })).toEqual([]);
  });

  test('test fires ONAPPTEST with its query', async ({ frame, portal }) => {
    await frame.evaluate(async (handler) => {
      const client = await (await library).connect();
      await client.bind({ event: 'ONAPPTEST', handler });
      await client.test({ Colour: 'red', list: ['a b', 'c&d'] });
      await client.test();
    }, portal.url('test'));
    const arrived = await portal.arrived('test', 2);
    const queries = arrived.map(({ fields }) => fields.data.QUERY);
    expect(queries).toContainEqual({ Colour: 'red', list: ['a b', 'c&d'] });
    expect(queries).toContainEqual(undefined);
  });

  test('installFinish finishes the installation', async ({ frame, page, portal }) => {
    await portal.switch({ installed: false });
    await frame.evaluate(async () => (await (await library).connect()).installFinish());
    await page.waitForURL(/install_finished=Y/);
    expect((await portal.control('state')).application.installed).toBe(true);
  });

  for (const [way, begin] of [
    ['callBind', ({ callBind }, event, handler) => void callBind(event, handler, 0)],
    [
      'bind',
      async ({ connect }, event, handler) => void (await connect()).bind({ event, handler }),
    ],
    [
      'sync',
      async ({ connect }, event, handler) => void (await connect()).sync([{ event, handler }]),
    ],
  ]) {
    test(`installFinish waits for ${way} made before it`, async ({ app: url, page, portal }) => {
      await portal.switch({ installed: false });
      const app = await openApp(page, portal, url);
      await portal.fault({ fault: 'delay', ms: 300, times: null, match: {} });
      await app.evaluate(
        async ([begin, url]) => {
          const all = await library;
          await all.init();
          const run = (0, eval)(begin);
          await Promise.all(
            Array.from({ length: 49 }, (_, n) => run(all, 'ONCRMLEADADD', url + n)),
          );
          all.installFinish();
        },
        [`(${begin})`, portal.url('h')],
      );
      await page.waitForURL(/install_finished=Y/);
      expect((await portal.handlers()).length).toBe(49);
    });
  }

  test('installFinish outside a frame', async ({ portal }) => {
    const client = await byWebhook(portal);
    expect((await failed(client.installFinish())).code).toBe('NO_FRAME');
  });
});

test.describe('unbind', () => {
  const own = (portal) => [
    { ...lead(portal) },
    { ...lead(portal), authType: 0 },
    { ...lead(portal), authType: -1 },
    { ...lead(portal), authType: 2 },
  ];

  test('a user removes what is their own, however it is written', async ({ portal }) => {
    const client = await asUser(portal);
    for (const handler of own(portal)) {
      await client.bind(lead(portal));
      expect(await client.unbind(handler)).toMatchObject({ count: 1 });
    }
    const unbinds = await portal.requests('event.unbind');
    expect(unbinds.filter(({ params }) => 'auth_type' in params)).toEqual([]);
    expect(await portal.requests('profile')).toHaveLength(1);
  });

  test('a user cannot remove what is another’s', async ({ portal }) => {
    await (await asAdmin(portal)).bind({ ...lead(portal), authType: 15 });
    const client = await asUser(portal);
    expect(await failed(client.unbind({ ...lead(portal), authType: 15 }))).toMatchObject({
      code: 'ACCESS_DENIED',
      status: 403,
    });
    expect(await portal.handlers()).toHaveLength(1);
  });

  for (const [authType, left] of [
    [undefined, []],
    [0, [1, 15]],
    [15, [0, 1]],
  ]) {
    test(`an administrator, with authType ${authType}`, async ({ portal }) => {
      const client = await asAdmin(portal);
      for (const user of [0, 1, 15]) await client.bind({ ...lead(portal), authType: user });
      await client.unbind({ ...lead(portal), authType });
      const users = (await client.handlers()).map((handler) => handler.authType);
      expect(users).toEqual(left);
    });
  }
});

test.describe('all of event.bind', () => {
  for (const [what, given, kept] of [
    ['a user', { authType: 15 }, { authType: 15, offline: false }],
    ['online by name', { eventType: 'online' }, { authType: 0, offline: false }],
    ['a connector', { authConnector: 'mine' }, { connector: 'mine', offline: false }],
    [
      'options',
      { event: 'ONOFFLINEEVENT', options: { minTimeout: 5 } },
      { event: 'ONOFFLINEEVENT', options: { minTimeout: 5 } },
    ],
    [
      'offline with a connector',
      { handler: undefined, eventType: 'offline', authConnector: 'mine' },
      { handler: '', connector: 'mine', offline: true },
    ],
  ]) {
    test(what, async ({ portal }) => {
      const client = await byWebhook(portal);
      await client.bind({ ...lead(portal), ...given });
      const [row] = await portal.handlers();
      expect(row).toMatchObject(kept);
      expect(await client.unbind({ ...lead(portal), ...given })).toMatchObject({ count: 1 });
    });
  }

  test('an empty connector is none', async ({ portal }) => {
    const client = await byWebhook(portal);
    const handler = { ...lead(portal), authConnector: '' };
    await client.bind(handler);
    await client.unbind(handler);
    const sent = (await portal.requests()).map(({ method, params }) => [
      method,
      Object.keys(params),
    ]);
    const bound = sent.filter(([method]) => /bind$/.test(method));
    expect(bound).toHaveLength(2);
    expect(bound.flatMap(([, names]) => names)).not.toContain('auth_connector');
  });

  test('an offline handler is listed as one', async ({ portal }) => {
    const client = await byWebhook(portal);
    const handler = { event: 'ONCRMLEADADD', eventType: 'offline', authConnector: 'mine' };
    await client.bind(handler);
    expect(await client.handlers()).toEqual([handler]);
  });

  test('a connector without the licence', async ({ portal }) => {
    await portal.switch({ authConnector: false });
    const client = await byWebhook(portal);
    const found = await failed(client.bind({ ...lead(portal), authConnector: 'mine' }));
    expect(found).toMatchObject({ code: 'WRONG_LICENSE', status: 403 });
  });
});
