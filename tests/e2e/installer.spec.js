// An app's whole set of handlers declared once: what `sync` asks for, what it leaves and removes.
import { at, counts, many, none, registry, rows } from './handlers.js';
import { asAdmin, byWebhook } from './node.js';
import { expect, test } from './portal.js';

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
