// The queue of offline events: its requests, its results, the walk through it.
import { ok, refused } from '../portal.js';

const id = (n) => String(n).padStart(32, '0');
const event = (n, more) => ({
  ID: String(n),
  TIMESTAMP_X: '2023-11-14T22:13:20+00:00',
  EVENT_NAME: 'ONCRMLEADADD',
  EVENT_DATA: { FIELDS: { ID: n } },
  EVENT_ADDITIONAL: [],
  MESSAGE_ID: id(n),
  ...more,
});
const reserved = (process_id, ...events) => ok({ process_id, events });
const nothing = reserved('');
const processId = id(9);

const call =
  (name, given = [], script = {}) =>
  async ({ webhook, answer, ended }) => {
    answer(script);
    return ended((await webhook()).offline[name](...given));
  };

/** Each of these calls, one after another; their ends. */
const calls =
  (name, ...rows) =>
  async (world) => {
    const ends = [];
    for (const given of rows) ends.push(await call(name, given)(world));
    return ends;
  };

/** A walk: what each batch is, and how `work` on it ends. */
const walk = (options, script, work) => async (world) => {
  world.answer(script);
  const portal = await world.webhook();
  const seen = [];
  const all = async () => {
    for await (const batch of portal.offline.batches(...options)) {
      seen.push(world.show(batch));
      if (work) seen.push(await world.ended(work(batch, world, portal)));
    }
  };
  const end = await world.ended(all());
  return { seen, end };
};

const twoBatches = {
  'event.offline.get': [reserved('p1', event(1), event(2)), reserved('p2', event(3)), nothing],
};
const one = { 'event.offline.get': [reserved('p1', event(1), event(2)), nothing] };

export default {
  get: call('get', [], { 'event.offline.get': reserved(null, event(1)) }),
  'get: every option': call('get', [
    {
      filter: { EVENT_NAME: 'A', '>ID': 5 },
      order: { ID: 'DESC' },
      limit: 10,
      clear: false,
      processId,
      error: true,
      connector: 'mine',
    },
  ]),
  'get: clear': calls('get', [{ clear: true }], [{ clear: false }], [{}], [null]),
  'get: members that are undefined': call('get', [
    { limit: undefined, connector: undefined, clear: undefined },
  ]),
  'get: without the licence': call('get', [{ clear: false }], {
    'event.offline.get': refused('WRONG_LICENSE', 'This function is not available', 403),
  }),
  'get: answers of another shape': async (world) => {
    const ends = [];
    for (const result of ['x', [], true, null]) {
      ends.push(await call('get', [], { 'event.offline.get': ok(result) })(world));
    }
    return ends;
  },
  list: call('list', [], {
    'event.offline.list': ok([event(1, { PROCESS_ID: '', ERROR: '0' })], { total: 1 }),
  }),
  'list: every option': call(
    'list',
    [{ filter: { A: 1 }, order: { ID: 'ASC' }, start: 50, connector: 'mine' }],
    {
      'event.offline.list': ok([], { total: 120, next: 100 }),
    },
  ),
  'list: start 0 and -1': calls('list', [{ start: 0 }], [{ start: -1 }]),
  clear: call('clear', [{ processId }]),
  'clear: some': call('clear', [{ processId, messageIds: [id(1), id(2)], connector: 'mine' }]),
  'clear: none': call('clear', [{ processId, messageIds: [] }]),
  error: call('error', [{ processId, messageIds: [id(1)] }], {
    'event.offline.list': ok([event(1, { PROCESS_ID: processId, ERROR: '0' })], { total: 1 }),
  }),
  'error: with a connector': call(
    'error',
    [{ processId, messageIds: [id(1)], connector: 'mine' }],
    {
      'event.offline.list': ok([event(1, { PROCESS_ID: processId, ERROR: '0' })], { total: 1 }),
    },
  ),
  'error: of another’s': call('error', [{ processId, messageIds: [id(1), id(2)] }], {
    'event.offline.list': ok([event(1)], { total: 1 }),
  }),
  'error: none': call('error', [{ processId, messageIds: [] }]),
  'batches: nothing there': walk([], {}),
  'batches: two': walk([], twoBatches),
  'batches: done': walk([], twoBatches, (batch) => batch.done()),
  'batches: done with some, then the rest': walk([], one, async (batch) => {
    await batch.done([id(1)]);
    await batch.done([]);
    await batch.done();
    return batch.done();
  }),
  'batches: fail': walk([], one, (batch) => batch.fail([id(2)])),
  'batches: fail, then done': walk([], one, async (batch) => {
    await batch.fail([id(2)]);
    return batch.done();
  }),
  'batches: fail of none': walk([], one, (batch) => batch.fail([])),
  'batches: fail of another’s': walk([], one, (batch) => batch.fail([id(7)])),
  'batches: done twice with the same': walk([], one, async (batch) => {
    await batch.done([id(1)]);
    return batch.done([id(1)]);
  }),
  'batches: what done and fail take': walk([], one, async (batch, { ended }) => [
    await ended(batch.done('x')),
    await ended(batch.done([5])),
    await ended(batch.done(null)),
    await ended(batch.fail()),
    await ended(batch.fail(['short'])),
  ]),
  'batches: size and connector': walk([{ size: 2, connector: 'mine' }], one, (batch) =>
    batch.done(),
  ),
  'batches: resume': walk([{ resume: ['old1', 'old2'], size: 2 }], {
    'event.offline.get': [
      reserved('old1', event(1), event(2)),
      reserved('old1', event(3)),
      reserved('old2'),
      reserved('p1', event(4)),
      nothing,
    ],
  }),
  'batches: refused': walk([], { 'event.offline.get': refused('WRONG_LICENSE', 'no', 403) }),
  'batches: a lost answer (issue 13, A14)': walk([], {
    'event.offline.get': [{ reason: new TypeError('lost') }, nothing],
  }),
  'batches: break': async (world) => {
    world.answer(twoBatches);
    const portal = await world.webhook();
    for await (const batch of portal.offline.batches()) return world.show(batch);
    return 'no batch';
  },
  'batches: poll, until destroy': async (world) => {
    world.answer({ 'event.offline.get': [nothing, nothing, reserved('p1', event(1)), nothing] });
    const portal = await world.webhook();
    const seen = [];
    const all = async () => {
      for await (const batch of portal.offline.batches({ poll: 1_000 })) {
        seen.push(world.show(batch));
        portal.destroy();
      }
    };
    return { end: await world.ended(all()), seen };
  },
  'batches: two walks are apart': async (world) => {
    world.answer({
      'event.offline.get': [reserved('p1', event(1)), reserved('p2', event(2)), nothing],
    });
    const { offline } = await world.webhook();
    const [first, second] = [offline.batches({ size: 1 }), offline.batches({ size: 1 })];
    const batches = [(await first.next()).value, (await second.next()).value];
    await batches[1].done();
    return batches.map(({ processId }) => processId);
  },
};
