// The queue of offline events: reserve, work, acknowledge.
import { failure as failed } from './failure.js';
import { asUser } from './node.js';
import { all, finish, happen, ids, queue } from './offline.js';
import { expect, test } from './portal.js';

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
