// What a call may be told, how it ends, and what its errors hold.
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { asAdmin, byWebhook, node } from './node.js';
import { expect, test } from './portal.js';

const never = { fault: 'delay', ms: 20_000, times: null };

async function refused(call, words) {
  const { code, message } = await failed(call);
  expect({ code, message }).toEqual({
    code: 'INVALID_ARGUMENT',
    message: expect.stringContaining(words),
  });
}

test('onRetry tells method, attempt, reason and pause', async ({ portal }) => {
  await portal.fault({ match: { method: 'event.bind' }, fault: 'QUERY_LIMIT_EXCEEDED', times: 2 });
  const told = [];
  const client = await asAdmin(portal, { timeScale: 0.01, onRetry: (info) => told.push(info) });
  await client.bind(lead(portal));
  const info = { method: 'event.bind', reason: 'QUERY_LIMIT_EXCEEDED', waitMs: expect.any(Number) };
  expect(told).toEqual([
    { ...info, attempt: 1 },
    { ...info, attempt: 2 },
  ]);
  expect(told[1].waitMs).toBeGreaterThan(told[0].waitMs);
});

test('an onRetry that throws changes nothing', async ({ portal }) => {
  await portal.fault({ fault: 'QUERY_LIMIT_EXCEEDED' });
  const onRetry = () => JSON.parse('-');
  const client = await asAdmin(portal, { timeScale: 0.01, onRetry });
  expect(await client.bind(lead(portal))).toMatchObject({ bound: true });
});

test.describe('abort', () => {
  for (const [what, reason] of [
    ['a string', 'enough'],
    ['an object', { code: 'MINE' }],
    ['undefined', undefined],
  ]) {
    test(`with ${what}, in the page`, async ({ frame, portal }) => {
      await portal.fault(
        ...['event.bind', 'batch'].map((method) => ({ ...never, match: { method } })),
      );
      const ends = await frame.evaluate(
        async ([one, reason]) => {
          const client = await (await library).connect();
          const controller = new AbortController();
          const { signal } = controller;
          const bound = failure(client.bind(one, { signal }));
          const synced = failure(client.sync([one], { signal }));
          const other = client.events();
          setTimeout(() => controller.abort(reason), 100);
          return { bound: await bound, other: (await other).length, synced: await synced };
        },
        [lead(portal), reason],
      );
      expect(ends.bound).toMatchObject({ code: 'ABORTED', status: 0, method: 'event.bind' });
      expect(ends.other).toBeGreaterThan(100);
      expect(ends.synced).toMatchObject({ code: 'ABORTED', method: 'batch' });
    });
  }

  test('before the call: nothing is sent', async ({ portal }) => {
    const client = await asAdmin(portal);
    const signal = AbortSignal.abort();
    expect((await failed(client.bind(lead(portal), { signal }))).code).toBe('ABORTED');
    expect(await portal.requests()).toEqual([]);
  });

  test('of the client’s own signal ends all its calls', async ({ portal }) => {
    await portal.fault(never);
    const controller = new AbortController();
    const client = await asAdmin(portal, { signal: controller.signal });
    const calls = [client.handlers(), client.bind(lead(portal))].map(failed);
    controller.abort();
    expect(await Promise.all(calls)).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }]);
  });
});

test('timeout of a call, of a client', async ({ portal }) => {
  await portal.fault(never);
  const client = await asAdmin(portal, { timeout: 200 });
  const calls = [client.events(), client.bind(lead(portal), { timeout: 100 })].map(failed);
  for (const end of await Promise.all(calls)) {
    expect(end).toMatchObject({ code: 'TIMEOUT', retryable: true });
  }
});

test('a wait that would pass the time limit is not begun', async ({ portal }) => {
  await portal.fault({ fault: 'OPERATION_TIME_LIMIT', times: null });
  const client = await asAdmin(portal, { timeout: 2_000 });
  const started = Date.now();
  expect(await failed(client.events())).toMatchObject({
    code: 'OPERATION_TIME_LIMIT',
    status: 429,
    retryable: true,
  });
  expect(Date.now() - started).toBeLessThan(1_500);
});

test('destroy ends the client’s own calls only', async ({ portal }) => {
  await portal.fault({ fault: 'delay', ms: 300, times: null });
  const [client, other] = [await asAdmin(portal), await asAdmin(portal)];
  const calls = [failed(client.bind(lead(portal))), failed(client.diagnose())];
  const others = other.events();
  client.destroy();
  expect(await Promise.all(calls)).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }]);
  expect((await others).length).toBeGreaterThan(100);
  expect((await failed(client.events())).code).toBe('ABORTED');
  expect(await portal.handlers()).toEqual([]);
});

test.describe('unknown names are refused by name', () => {
  const calls = {
    connect: () => node.connect({ webhook: 'https://a.b/rest/1/c/', wrong: 1 }),
    bind: (client, one) => client.bind(one, { wrong: 1 }),
    'bind, a field': (client, one) => client.bind({ ...one, wrong: 1 }),
    unbind: (client, one) => client.unbind(one, { wrong: 1 }),
    handlers: (client) => client.handlers({ wrong: 1 }),
    events: (client) => client.events({ wrong: 1 }),
    plan: (client, one) => client.plan([one], { wrong: 1 }),
    sync: (client, one) => client.sync([one], { wrong: 1 }),
    'sync, prune': (client, one) => client.sync([one], { prune: { wrong: 'https://a.b/' } }),
    moveHandlers: (client) => client.moveHandlers('https://a.b', 'https://c.d', { wrong: 1 }),
    'offline.get': (client) => client.offline.get({ wrong: 1 }),
    'offline.list': (client) => client.offline.list({ wrong: 1 }),
    'offline.clear': (client) => client.offline.clear({ processId: 'a', wrong: 1 }),
    'offline.error': (client) => client.offline.error({ processId: 'a', messageIds: [], wrong: 1 }),
    'offline.batches': (client) => client.offline.batches({ wrong: 1 }).next(),
  };
  for (const [name, call] of Object.entries(calls)) {
    test(name, async ({ portal }) => {
      await refused(call(await asAdmin(portal), lead(portal)), '`wrong`');
      expect(await portal.requests()).toEqual([]);
    });
  }

  test('configure', async () => {
    const { configure, Bx24Error } = node;
    await failed(node.connect()); // until the instance is there, configure only takes notes
    expect(() => configure({ wrong: 1 })).toThrow(Bx24Error);
    expect(() => configure({ wrong: 1 })).toThrow('`wrong`');
  });
});

test.describe('wrong values are refused', () => {
  for (const [options, words] of [
    [{ timeout: 0 }, '`timeout`'],
    [{ timeout: '1000' }, '`timeout` must be a number, not a string'],
    [{ retries: -1 }, '`retries` must be 0 or more, not -1'],
    [{ timeScale: NaN }, '`timeScale` must be 0.000001 or more, not NaN'],
    [{ merge: 1 }, '`merge`'],
    [{ signal: {} }, '`signal`'],
    [{ onRetry: 'x' }, '`onRetry`'],
    [5, 'object'],
  ]) {
    test(`connect(${JSON.stringify(options)})`, () => refused(node.connect(options), words));
  }

  const calls = {
    'an object that is no plan': [(client) => client.sync({}), 'a list of handlers'],
    'no list': [(client) => client.sync(), 'a list of handlers'],
    'a handler that is none': [
      (client) => client.bind(5),
      'give a handler such as `{ event, handler }`, not a number',
    ],
    'half a character': [(client, one) => client.bind({ ...one, handler: '\ud800' }), '`handler`'],
    'a user that is none': [(client, one) => client.bind({ ...one, authType: 1e30 }), 'not 1e+30'],
    'a scope': [(client) => client.events({ scope: 5 }), '`scope`'],
    'a flag': [(client) => client.events({ full: 'no' }), '`full`'],
    'a query': [(client) => client.test('x'), 'object'],
    'no URLs': [(client) => client.moveHandlers(), '`fromBaseUrl`'],
    'a prune': [(client) => client.plan([], { prune: 'all' }), '`prune`'],
    'a size': [(client) => client.offline.batches({ size: 2.5 }).next(), '`size`'],
    'a pause': [(client) => client.offline.batches({ poll: '5' }).next(), '`poll`'],
    'a process id': [(client) => client.offline.clear({ processId: 5 }), '`processId`'],
    'no process id': [(client) => client.offline.clear(), 'process id is empty'],
    'message ids': [(client) => client.offline.clear({ processId: 'a', messageIds: null }), 'list'],
  };
  for (const [name, [call, words]] of Object.entries(calls)) {
    test(name, async ({ portal }) => {
      await refused(call(await asAdmin(portal), lead(portal)), words);
      expect(await portal.requests()).toEqual([]);
    });
  }
});

test.describe('errors', () => {
  test('the portal’s own: code, status, description, argument', async ({ portal }) => {
    const refusal = { error: 'ERROR_ARGUMENT', description: 'odd', argument: 'EVENT' };
    await portal.fault({ fault: 'error', ...refusal });
    const found = await failed((await asAdmin(portal)).bind(lead(portal)));
    expect(found).toMatchObject({
      name: 'Bx24Error',
      isError: true,
      message: 'ERROR_ARGUMENT: odd',
      code: 'ERROR_ARGUMENT',
      description: 'odd',
      argument: 'EVENT',
      status: 400,
      method: 'event.bind',
      retryable: false,
    });
  });

  test('are a class that callers can ask for', async ({ portal }) => {
    const error = await (await asAdmin(portal)).bind({}).catch((error) => error);
    expect(error).toBeInstanceOf(node.Bx24Error);
    expect(error.errors).toMatchObject([
      { index: 0, field: 'event' },
      { index: 0, field: 'handler' },
    ]);
  });

  for (const fault of ['expired_token', 'html', 'empty', 'cut', 'INVALID_CREDENTIALS']) {
    test(`hold no secret: ${fault}`, async ({ portal }) => {
      await portal.fault({ fault, times: null });
      const options = { timeScale: 0.01, refresh: async () => portal.at.accessToken };
      const { webhook, accessToken } = portal.at;
      const client = await asAdmin(portal, options);
      const hook = await byWebhook(portal, { timeScale: 0.01 });
      const found = await Promise.all([client, hook].map((one) => failed(one.bind(lead(portal)))));
      const text = JSON.stringify([found, client, hook]);
      for (const secret of [accessToken, webhook.split('/').at(-2)]) {
        expect(text).not.toContain(secret);
      }
    });
  }
});
