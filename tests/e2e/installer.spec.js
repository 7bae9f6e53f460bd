// An app's whole set of handlers declared once: plan, sync, moveHandlers, diagnose.
import { failure as failed } from './failure.js';
import { asAdmin, asUser, byWebhook } from './node.js';
import { expect, openApp, test } from './portal.js';

const at = (portal, n, name = 'own') => ({
  event: 'ONCRMLEADADD',
  handler: `${portal.url(name)}?h=${n}`,
});
const many = (portal, count, from = 0) =>
  Array.from({ length: count }, (_, n) => at(portal, n + from));

/** The registry of one application: `event handler user`, sorted. */
async function registry(portal, application = 'app') {
  const rows = (await portal.handlers()).filter((row) => row.application === application);
  return rows.map((row) => `${row.event} ${row.handler} ${row.authType}`).sort();
}

const rows = (handlers) =>
  handlers.map((one) => `${one.event} ${one.handler} ${one.authType ?? 0}`).sort();

const counts = (report) =>
  Object.fromEntries(Object.entries(report).map(([name, list]) => [name, list.length]));

const none = { bound: 0, alreadyBound: 0, unbound: 0, kept: 0, failed: 0 };

test.describe('requests', () => {
  test('200 handlers: 5 on an empty portal, 1 when they are there', async ({ portal }) => {
    const client = await asAdmin(portal);
    const wanted = many(portal, 200);
    expect(counts(await client.sync(wanted))).toEqual({ ...none, bound: 200 });
    expect((await portal.requests()).length).toBeLessThanOrEqual(5);
    await portal.forget();
    expect(counts(await (await asAdmin(portal)).sync(wanted))).toEqual({ ...none, kept: 200 });
    expect(await portal.requests()).toHaveLength(1);
    expect(await registry(portal)).toEqual(rows(wanted));
  });

  test('200 handlers, one stale and one missing: 3', async ({ portal }) => {
    await (await asAdmin(portal)).sync(many(portal, 200));
    await portal.forget();
    const wanted = many(portal, 200, 1);
    const report = await (await asAdmin(portal)).sync(wanted, { prune: true });
    expect(counts(report)).toEqual({ ...none, bound: 1, unbound: 1, kept: 199 });
    expect((await portal.requests()).length).toBeLessThanOrEqual(3);
    expect(await registry(portal)).toEqual(rows(wanted));
  });

  test('a plan is one request and writes nothing', async ({ portal }) => {
    const client = await asAdmin(portal);
    const { bind, unbind, keep, refused } = await client.plan(many(portal, 60));
    expect([bind, unbind, keep, refused].map((list) => list.length)).toEqual([60, 0, 0, 0]);
    expect(await portal.requests()).toHaveLength(1);
    expect(await portal.handlers()).toEqual([]);
  });
});

for (const [mode, left] of [
  ['removed', 0],
  ['kept', 60],
]) {
  test.describe(`after an update that leaves handlers ${mode}`, () => {
    test.use({ portalArgs: ['--update-handlers', mode] });

    test('one sync, and all 60 deliver again', async ({ portal }) => {
      const wanted = many(portal, 60);
      /** The handlers that get one event, each as often as it does. */
      async function delivered(count) {
        const before = (await portal.control('deliveries')).length;
        await portal.control('lead', {});
        const read = async () => (await portal.control('deliveries')).slice(before);
        await expect.poll(async () => (await read()).length).toBe(count);
        const sent = (await read()).filter(
          ({ outcome, status }) => [outcome, status] + '' === 'sent,200',
        );
        return sent.map(({ handler }) => handler).sort();
      }
      const all = wanted.map(({ handler }) => handler).sort();
      await (await asAdmin(portal)).sync(wanted);
      expect(await delivered(60)).toEqual(all);
      await portal.control('application', { action: 'update' });
      expect(await delivered(left)).toHaveLength(left);
      await (await asAdmin(portal)).sync(wanted);
      expect(await delivered(60)).toEqual(all);
    });
  });
}

test.describe('prune', () => {
  test('underUrl touches no other application and no other URL', async ({ portal }) => {
    const second = many(portal, 3);
    await (await byWebhook(portal)).sync(second);
    const others = [
      at(portal, 1, 'owner'),
      at(portal, 1, 'ow'),
      { ...at(portal, 1), handler: 'https://own.example/' },
    ];
    const client = await asAdmin(portal);
    await client.sync([...many(portal, 5), ...others]);
    const prune = { underUrl: portal.url('own') };
    const report = await client.sync([at(portal, 4)], { prune });
    expect(counts(report)).toEqual({ ...none, unbound: 4, kept: 1 });
    expect(await registry(portal)).toEqual(rows([at(portal, 4), ...others]));
    expect(await registry(portal, 'webhook.1')).toEqual(rows(second));
  });

  test('true removes all that is not wanted, of this application', async ({ portal }) => {
    await (await byWebhook(portal)).sync(many(portal, 2));
    const client = await asAdmin(portal);
    await client.bind({ event: 'ONCRMDEALUPDATE', eventType: 'offline', authConnector: 'mine' });
    await client.sync(many(portal, 3));
    await client.sync([at(portal, 9)], { prune: true });
    expect(await registry(portal)).toEqual(rows([at(portal, 9)]));
    expect(await registry(portal, 'webhook.1')).toHaveLength(2);
  });

  test('an administrator’s unbind takes one user’s row, not all', async ({ portal }) => {
    const client = await asAdmin(portal);
    const one = at(portal, 1);
    await client.sync([one, { ...one, authType: 15 }]);
    await client.sync([{ ...one, authType: 15 }], { prune: true });
    expect(await registry(portal)).toEqual(rows([{ ...one, authType: 15 }]));
  });

  test('nothing is pruned after a bind that failed', async ({ portal }) => {
    const client = await asAdmin(portal);
    await client.sync(many(portal, 3));
    await portal.fault({ match: { method: 'event.bind', batch: true }, fault: 'error' });
    const report = await client.sync([at(portal, 9)], { prune: true });
    expect(counts(report)).toEqual({ ...none, kept: 3, failed: 1 });
    expect(report.failed[0].error).toMatchObject({ code: 'ERROR_CORE', method: 'event.bind' });
    expect(await registry(portal)).toEqual(rows(many(portal, 3)));
    const again = await client.sync(report.failed.map(({ handler }) => handler));
    expect(counts(again)).toEqual({ ...none, bound: 1 });
  });

  test('without prune nothing goes', async ({ portal }) => {
    const client = await asAdmin(portal);
    await client.sync(many(portal, 3));
    await client.sync([at(portal, 9)]);
    expect(await registry(portal)).toHaveLength(4);
  });
});

test.describe('what event.get does not show', () => {
  test('online handlers with a connector are bound again, and stay one', async ({ portal }) => {
    const client = await asAdmin(portal);
    const wanted = [at(portal, 1), { ...at(portal, 1), authConnector: 'mine' }];
    expect(counts(await client.sync(wanted))).toEqual({ ...none, bound: 2 });
    expect(counts(await client.sync(wanted))).toEqual({ ...none, alreadyBound: 2 });
    const connectors = (await portal.handlers()).map(({ connector }) => connector);
    expect(connectors.sort()).toEqual(['', 'mine']);
    expect((await client.plan(wanted)).warnings.join()).toContain('connector');
  });

  test('changed options need rebind, and the plan says so', async ({ portal }) => {
    const client = await asAdmin(portal);
    const options = async () => (await portal.handlers()).map((row) => row.options.minTimeout);
    const one = { event: 'ONOFFLINEEVENT', handler: portal.url('own'), options: { minTimeout: 5 } };
    await client.sync([one]);
    expect(await options()).toEqual([5]);
    const other = { ...one, options: { minTimeout: 60 } };
    expect((await client.plan([other])).warnings.join()).toContain('options');
    expect(counts(await client.sync([other]))).toEqual({ ...none, kept: 1 });
    expect(await options()).toEqual([5]);
    const anew = { ...other, rebind: true };
    expect((await client.plan([anew])).warnings.join()).toContain('rebind');
    expect(counts(await client.sync([anew]))).toMatchObject({ bound: 1, failed: 0 });
    expect(await options()).toEqual([60]);
  });

  test('rebind leaves other users’ handlers alone', async ({ portal }) => {
    const client = await asAdmin(portal);
    const [mine, theirs] = [0, 15].map((authType) => ({ ...at(portal, 1), authType }));
    await client.sync([mine, theirs]);
    const before = await portal.handlers();
    await client.sync([{ ...mine, rebind: true }]);
    const after = await portal.handlers();
    const id = (list, user) => list.find(({ authType }) => authType === user).id;
    expect(id(after, 15)).toBe(id(before, 15));
    expect(id(after, 0)).not.toBe(id(before, 0));
  });

  test('without matchUser any user’s handler counts', async ({ portal }) => {
    const client = await asAdmin(portal);
    await client.sync([{ ...at(portal, 1), authType: 15 }]);
    expect(counts(await client.sync([at(portal, 1)], { matchUser: false }))).toMatchObject({
      kept: 1,
    });
    expect(counts(await client.sync([at(portal, 1)]))).toMatchObject({ bound: 1 });
  });
});

test.describe('moveHandlers', () => {
  test('a new address in one call; the old ones go', async ({ portal }) => {
    const client = await asAdmin(portal);
    await client.sync([...many(portal, 60), at(portal, 1, 'owner')]);
    const report = await client.moveHandlers(portal.url('own'), portal.url('moved'));
    expect(counts(report)).toEqual({ ...none, bound: 60, unbound: 60 });
    const moved = many(portal, 60).map((one, n) => ({ ...one, ...at(portal, n, 'moved') }));
    expect(await registry(portal)).toEqual(rows([...moved, at(portal, 1, 'owner')]));
    await portal.control('lead', {});
    expect(await portal.arrived('moved', 60)).toHaveLength(60);
    const again = await client.moveHandlers(portal.url('own'), portal.url('moved'));
    expect(counts(again)).toEqual(none);
  });

  test('an old handler waits for its own replacement', async ({ portal }) => {
    const client = await asAdmin(portal);
    await client.sync(many(portal, 3));
    await portal.fault({ match: { method: 'event.bind', batch: true }, fault: 'error' });
    const report = await client.moveHandlers(portal.url('own'), portal.url('moved'));
    expect(counts(report)).toEqual({ ...none, bound: 2, unbound: 2, kept: 1, failed: 1 });
    const left = [at(portal, 0), at(portal, 1, 'moved'), at(portal, 2, 'moved')];
    expect(await registry(portal)).toEqual(rows(left));
    await client.moveHandlers(portal.url('own'), portal.url('moved'));
    expect(await registry(portal)).toEqual(
      rows(many(portal, 3).map((_, n) => at(portal, n, 'moved'))),
    );
  });
});

test.describe('cut in the middle', () => {
  const prune = true;

  test('the page is closed; a second run ends in the wanted state', async ({
    app,
    context,
    frame,
    page,
    portal,
  }) => {
    const wanted = many(portal, 150);
    await (await asAdmin(portal)).sync(many(portal, 3, 500));
    await portal.fault({
      match: { method: 'batch' },
      fault: 'delay',
      execute: true,
      ms: 300,
      times: null,
    });
    await frame.evaluate((wanted) => {
      library.then(async ({ connect }) => (await connect()).sync(wanted, { prune: true }));
    }, wanted);
    await expect.poll(async () => (await portal.handlers()).length).toBeGreaterThanOrEqual(50);
    await page.close();
    const bound = await registry(portal);
    expect(bound.length).toBeLessThan(153);
    await portal.control('faults', undefined, 'DELETE');
    const again = await openApp(await context.newPage(), portal, app);
    const report = await again.evaluate(
      async (wanted) => (await (await library).connect()).sync(wanted, { prune: true }),
      wanted,
    );
    expect(counts(report)).toMatchObject({ unbound: 3, failed: 0 });
    expect(await registry(portal)).toEqual(rows(wanted));
  });

  for (const [what, fault] of [
    ['a lost request', { fault: 'html' }],
    ['a lost answer', { fault: 'cut', execute: true }],
    ['an overloaded portal', { fault: 'QUERY_LIMIT_EXCEEDED' }],
    ['a refusal', { fault: 'OVERLOAD_LIMIT' }],
  ]) {
    test(`${what}, for good; a second run ends in the wanted state`, async ({ portal }) => {
      const wanted = many(portal, 120);
      await (await asAdmin(portal)).sync(many(portal, 3, 500));
      const match = { method: 'batch' };
      const passing = { match, times: 2, fault: 'delay', execute: true };
      await portal.fault(passing, { match, times: null, ...fault });
      const client = await asAdmin(portal, { timeScale: 0.05, retries: 1 });
      const report = await client.sync(wanted, { prune });
      expect(counts(report)).toMatchObject({ bound: 50, failed: 70 });
      expect(report.unbound).toEqual([]);
      await portal.control('faults', undefined, 'DELETE');
      expect(counts(await client.sync(wanted, { prune }))).toMatchObject({ unbound: 3, failed: 0 });
      expect(await registry(portal)).toEqual(rows(wanted));
    });
  }

  test('lost answers now and then are mended on the way', async ({ portal }) => {
    const wanted = many(portal, 120);
    await portal.fault({ match: { method: 'batch' }, times: 2, fault: 'cut', execute: true });
    const client = await asAdmin(portal, { timeScale: 0.05 });
    expect(counts(await client.sync(wanted))).toMatchObject({ failed: 0 });
    expect(await registry(portal)).toEqual(rows(wanted));
  });

  test('a handler that is being bound elsewhere is waited for', async ({ portal }) => {
    const description =
      'Unable to set event handler: Process of binding the handler has already started';
    const match = { method: 'event.bind', batch: true };
    await portal.fault({ match, times: 2, fault: 'error', error: 'ERROR_CORE', description });
    const client = await asAdmin(portal, { timeScale: 0.05 });
    expect(counts(await client.sync(many(portal, 3)))).toMatchObject({ bound: 3, failed: 0 });
  });
});

test.describe('a list with mistakes', () => {
  const mistakes = (portal) => [
    at(portal, 1),
    { ...at(portal, 2), event: 'ONCRMLEEDADD' },
    { ...at(portal, 3), handler: 'http://localhost:3000/h' },
    { ...at(portal, 4), handler: 'ftp://a.b/h' },
  ];

  test('a plan tells what the portal would refuse, and what it may mean', async ({ portal }) => {
    const { bind, refused } = await (await asAdmin(portal)).plan(mistakes(portal));
    expect(bind).toHaveLength(1);
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('did you mean `ONCRMLEADADD`'),
      expect.stringContaining('`localhost` has no dot'),
      expect.stringContaining('the scheme `ftp`'),
    ]);
  });

  test('a sync writes nothing, unless partial', async ({ portal }) => {
    const client = await asAdmin(portal);
    const found = await failed(client.sync(mistakes(portal)));
    expect(found.code).toBe('INVALID_ARGUMENT');
    expect(found.errors.map(({ index, field }) => `${index} ${field}`)).toEqual([
      '1 event',
      '2 handler',
      '3 handler',
    ]);
    expect(await portal.handlers()).toEqual([]);
    const report = await client.sync(mistakes(portal), { partial: true });
    expect(counts(report)).toEqual({ ...none, bound: 1, failed: 3 });
    expect(report.failed[0].error).toMatchObject({ code: 'INVALID_ARGUMENT', name: 'Bx24Error' });
    expect(await registry(portal)).toEqual(rows([at(portal, 1)]));
  });

  test('wrong shapes, unknown keys and repeats come all at once', async ({ portal }) => {
    const wanted = [
      { handler: portal.url('own') },
      { event: 'ONCRMLEADADD' },
      { ...at(portal, 1), auth_type: 15 },
      { ...at(portal, 2), authType: 'x', eventType: 'both' },
      at(portal, 3),
      { ...at(portal, 3), event: 'oncrmleadadd' },
      { event: 'ONCRMDEALUPDATE', eventType: 'offline', handler: portal.url('own') },
      5,
    ];
    const { code, errors } = await failed((await asAdmin(portal)).plan(wanted));
    expect(code).toBe('INVALID_ARGUMENT');
    const places = errors.map(({ index, field }) => `${index} ${field}`);
    for (const place of [
      '0 event',
      '1 handler',
      '2 auth_type',
      '3 authType',
      '3 eventType',
      '5 event',
      '6 handler',
    ]) {
      expect(places).toContain(place);
    }
    expect(errors.find(({ index }) => index === 2).reason).toContain('`auth_type`');
    expect(errors.some(({ index }) => index === 7)).toBe(true);
    expect(errors.some(({ index }) => index === 4)).toBe(false);
    expect(await portal.requests()).toEqual([]);
  });

  test('what a user may not do', async ({ portal }) => {
    const client = await asUser(portal);
    const { bind, refused } = await client.plan([
      at(portal, 1),
      { ...at(portal, 2), authType: 15 },
      { event: 'ONCRMDEALUPDATE', eventType: 'offline' },
    ]);
    expect(bind.map(({ handler }) => handler.authType)).toEqual([2]);
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('user 15 needs administrator rights'),
      expect.stringContaining('offline events need administrator rights'),
    ]);
    await client.sync([at(portal, 1)]);
    expect(counts(await client.sync([at(portal, 1)]))).toEqual({ ...none, kept: 1 });
    expect(counts(await client.sync([], { prune: true }))).toEqual({ ...none, unbound: 1 });
  });
});

test('onProgress counts up to the end', async ({ portal }) => {
  const told = [];
  const client = await asAdmin(portal);
  await client.sync(many(portal, 120), { onProgress: (progress) => told.push(progress) });
  expect(told).toEqual([50, 100, 120].map((done) => ({ done, total: 120 })));
  const onProgress = () => JSON.parse('-');
  expect(counts(await client.sync(many(portal, 3, 500), { onProgress }))).toMatchObject({
    bound: 3,
  });
});
