// `bind` and `unbind` of the client: all that event.bind takes, and whose handlers go.
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { asAdmin, asUser, byWebhook } from './node.js';
import { expect, test } from './portal.js';

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
    expect(unbinds.map(({ params }) => params.auth_type)).toEqual(Array(4).fill(undefined));
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
