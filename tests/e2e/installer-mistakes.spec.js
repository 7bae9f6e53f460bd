// Lists of handlers with mistakes: what a plan and a `sync` say of them.
import { failure as failed } from './failure.js';
import { at, counts, none, registry, rows } from './handlers.js';
import { asAdmin, asUser } from './node.js';
import { expect, test } from './portal.js';

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
    expect(places).toEqual([
      '0 event',
      '1 handler',
      '2 auth_type',
      '3 authType',
      '3 eventType',
      '5 event',
      '6 handler',
      '7 ',
    ]);
    expect(errors.find(({ index }) => index === 2).reason).toContain('`auth_type`');
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
