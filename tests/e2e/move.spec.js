// `moveHandlers`: an app's handlers at a new address.
import { at, counts, many, none, registry, rows } from './handlers.js';
import { asAdmin } from './node.js';
import { expect, test } from './portal.js';

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
