// The queue of offline events: reserve, work, acknowledge.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { failure as failed } from './failure.js';
import { asAdmin, asUser } from './node.js';
import { expect, openApp, test } from './portal.js';

const ids = (events) => events.map((event) => event.MESSAGE_ID).sort();

/** A client whose queue holds `count` events. */
async function queue(portal, count, options) {
  const client = await asAdmin(portal, options);
  await client.bind({ event: 'ONCRMLEADADD', eventType: 'offline' });
  await happen(portal, count);
  return client;
}

async function happen(portal, count) {
  for (let left = count; left > 0; left -= 50) {
    const some = Array.from({ length: Math.min(left, 50) }, () => portal.control('lead', {}));
    await Promise.all(some);
  }
}

/** All batches, each as `work` gives it. */
async function all(batches, work) {
  const list = [];
  for await (const batch of batches) list.push(await work(batch));
  return list;
}

const finish = async (batch) => {
  await batch.done();
  return batch.events;
};

test('reserve, work, acknowledge, until the queue is empty', async ({ portal }) => {
  const client = await queue(portal, 7);
  const batches = await all(client.offline.batches({ size: 3 }), finish);
  expect(batches.map((events) => events.length)).toEqual([3, 3, 1]);
  expect(batches[0][0]).toMatchObject({
    EVENT_NAME: 'ONCRMLEADADD',
    EVENT_DATA: { FIELDS: { ID: expect.stringMatching(/^[1-7]$/) } },
    MESSAGE_ID: expect.stringMatching(/^\w{32}$/),
  });
  expect(await client.offline.list()).toMatchObject({ events: [], total: 0 });
});

test('two consumers work on different events', async ({ frame, portal }) => {
  const client = await queue(portal, 60);
  const inPage = frame.evaluate(async () => {
    const { offline } = await (await library).connect();
    const seen = [];
    for await (const batch of offline.batches({ size: 4 })) {
      seen.push(...batch.events.map((event) => event.MESSAGE_ID));
      await batch.done();
    }
    return seen;
  });
  const slowly = async (batch) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return finish(batch);
  };
  const here = ids((await all(client.offline.batches({ size: 4 }), slowly)).flat());
  const there = await inPage;
  expect(here.length).toBeGreaterThan(0);
  expect(there.length).toBeGreaterThan(0);
  expect(here).toHaveLength(60 - there.length);
  expect(new Set([...here, ...there]).size).toBe(60);
});

test('a consumer that dies loses nothing: list, resume', async ({
  app,
  context,
  frame,
  page,
  portal,
}) => {
  const client = await queue(portal, 5);
  const reserved = await frame.evaluate(async () => {
    const { offline } = await (await library).connect();
    const { value } = await offline.batches({ size: 3 })[Symbol.asyncIterator]().next();
    return { processId: value.processId, events: value.events };
  });
  await page.close();
  const { events } = await client.offline.list({ filter: { '>PROCESS_ID': '' } });
  const left = new Set(events.map((event) => event.PROCESS_ID));
  expect([...left]).toEqual([reserved.processId]);
  const again = await openApp(await context.newPage(), portal, app);
  const batches = await again.evaluate(
    async (resume) => {
      const { offline } = await (await library).connect();
      const batches = [];
      for await (const batch of offline.batches({ resume })) {
        batches.push({ processId: batch.processId, events: batch.events });
        await batch.done();
      }
      return batches;
    },
    [...left],
  );
  expect(batches[0].processId).toBe(reserved.processId);
  expect(ids(batches[0].events)).toEqual(ids(reserved.events));
  expect(batches[1].events).toHaveLength(2);
  expect((await client.offline.list()).total).toBe(0);
});

test('a reservation is resumed in parts', async ({ portal }) => {
  const client = await queue(portal, 7);
  const { process_id } = await client.offline.get({ clear: false });
  const batches = await all(client.offline.batches({ size: 3, resume: [process_id] }), finish);
  expect(batches.map((events) => events.length)).toEqual([3, 3, 1]);
  expect((await client.offline.list()).total).toBe(0);
});

// more by command: SEEDS=2,3,4 npx playwright test -c tests/e2e offline
for (const seed of (process.env.SEEDS ?? '1').split(',').map(Number)) {
  test(`1000 events, a consumer killed at random (seed ${seed}): none is lost`, async ({
    portal,
  }) => {
    test.slow();
    const client = await queue(portal, 1000);
    expect((await client.offline.list()).total).toBe(1000);
    const worked = [];
    let kills = 0;
    while (!(await consume(portal, seed * 1000 + kills, worked))) kills += 1;
    expect(kills).toBeGreaterThan(3);
    expect(new Set(worked).size).toBe(1000);
    expect(worked.length).toBeLessThan(1000 + 20 * kills + 1);
    expect((await client.offline.list()).total).toBe(0);
  });
}

/** Runs a consumer; whether it came to the end. What it worked on is added to `worked`. */
async function consume(portal, seed, worked) {
  const script = fileURLToPath(new URL('consumer.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(portal.at), seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const [code, signal] = await new Promise((end) => child.on('close', (...how) => end(how)));
  expect(code === 0 || signal === 'SIGKILL', `the consumer ended with ${code}, ${signal}`).toBe(
    true,
  );
  worked.push(...said.split('\n').filter((line) => line.length === 32));
  return code === 0;
}

test('done: some, none, the rest', async ({ portal }) => {
  const client = await queue(portal, 4);
  const total = async () => (await client.offline.list()).total;
  const { value: batch } = await client.offline.batches().next();
  await batch.done([]);
  expect(await portal.requests('event.offline.clear')).toEqual([]);
  expect(await total()).toBe(4);
  await batch.done([batch.events[0].MESSAGE_ID]);
  expect(await total()).toBe(3);
  await batch.done();
  expect(await total()).toBe(0);
  await batch.done();
  expect(await portal.requests('event.offline.clear')).toHaveLength(2);
});

test('clear: [] does nothing, no list clears the reservation only', async ({ portal }) => {
  const { offline } = await queue(portal, 4);
  const { process_id: processId } = await offline.get({ clear: false, limit: 3 });
  await offline.clear({ processId, messageIds: [] });
  expect((await offline.list()).total).toBe(4);
  await offline.clear({ processId });
  expect((await offline.list()).total).toBe(1);
});

test('fail: marked, free, out of the way', async ({ portal }) => {
  const { offline } = await queue(portal, 3);
  const [events] = await all(offline.batches(), async (batch) => {
    await batch.fail([batch.events[0].MESSAGE_ID]);
    return finish(batch);
  });
  const left = await offline.list();
  expect(left.events).toMatchObject([
    { MESSAGE_ID: events[0].MESSAGE_ID, ERROR: '1', PROCESS_ID: '' },
  ]);
  expect(await all(offline.batches(), finish)).toEqual([]);
  const errors = await offline.get({ error: true, clear: false });
  expect(ids(errors.events)).toEqual([events[0].MESSAGE_ID]);
});

test('fail of another’s events is refused, by both ways', async ({ portal }) => {
  const { offline } = await queue(portal, 4);
  const theirs = await offline.get({ clear: false, limit: 2 });
  const messageIds = ids(theirs.events);
  const { value: batch } = await offline.batches().next();
  for (const call of [
    () => batch.fail(messageIds),
    () => batch.done(messageIds),
    () => offline.error({ processId: batch.processId, messageIds }),
  ]) {
    const { code, message } = await failed(call());
    expect(code).toBe('INVALID_ARGUMENT');
    expect(message).toContain(messageIds[0]);
  }
  expect((await offline.list()).total).toBe(4);
  await offline.error({ processId: theirs.process_id, messageIds });
  await batch.done();
  expect((await offline.list()).events.map(({ ERROR }) => ERROR)).toEqual(['1', '1']);
});

test('break leaves the current batch reserved', async ({ portal }) => {
  const { offline } = await queue(portal, 5);
  let processId;
  for await (const batch of offline.batches({ size: 2 })) {
    processId = batch.processId;
    break;
  }
  const { events } = await offline.list();
  const owners = events.map((event) => event.PROCESS_ID);
  expect(owners.filter((owner) => owner === processId)).toHaveLength(2);
  expect(owners.filter((owner) => owner === '')).toHaveLength(3);
});

test('poll waits for more, until destroy', async ({ portal }) => {
  const client = await queue(portal, 1);
  const seen = [];
  const loop = failed(
    all(client.offline.batches({ poll: 50 }), async (batch) => {
      seen.push(batch.events.length);
      await batch.done();
    }),
  );
  await expect.poll(() => seen.length).toBe(1);
  await happen(portal, 2);
  await expect.poll(() => seen.reduce((sum, count) => sum + count, 0)).toBe(3);
  client.destroy();
  expect((await loop).code).toBe('ABORTED');
});

test('without the licence: WRONG_LICENSE, and the queue stays as it is', async ({ portal }) => {
  const { offline } = await queue(portal, 3);
  await portal.switch({ offlineExtended: false });
  const found = await failed(offline.batches().next());
  expect(found).toMatchObject({ code: 'WRONG_LICENSE', status: 403, method: 'event.offline.get' });
  expect((await failed(offline.get({ clear: false }))).code).toBe('WRONG_LICENSE');
  expect((await offline.list()).total).toBe(3);
  expect((await offline.get({ clear: true })).events).toHaveLength(3);
});

test('a connector has a queue of its own', async ({ portal }) => {
  const client = await queue(portal, 0);
  await client.bind({ event: 'ONCRMLEADADD', eventType: 'offline', authConnector: 'mine' });
  await happen(portal, 2);
  const { offline } = client;
  expect((await offline.list({ connector: 'mine' })).total).toBe(2);
  const mine = await all(offline.batches({ connector: 'mine' }), finish);
  expect(mine.flat()).toHaveLength(2);
  expect((await offline.list({ connector: 'mine' })).total).toBe(0);
  expect((await offline.list()).total).toBe(2);
});

test('for administrators only', async ({ portal }) => {
  await queue(portal, 1);
  const { offline } = await asUser(portal);
  for (const call of [() => offline.list(), () => offline.get(), () => offline.batches().next()]) {
    expect(await failed(call())).toMatchObject({ code: 'ACCESS_DENIED', status: 403 });
  }
});
