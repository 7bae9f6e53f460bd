// What a client stands on: the frame, tokens or a webhook, in the browser and in Node.
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { byWebhook, node } from './node.js';
import { expect, test } from './portal.js';

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
