// Consumers of the queue of offline events: side by side, killed, resumed, waiting.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { failure as failed } from './failure.js';
import { all, finish, happen, ids, queue } from './offline.js';
import { expect, openApp, test } from './portal.js';

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
