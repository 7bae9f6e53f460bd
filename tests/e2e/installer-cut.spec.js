// A `sync` that is cut off or meets faults: the next one ends in the wanted state.
import { counts, many, registry, rows } from './handlers.js';
import { asAdmin } from './node.js';
import { expect, openApp, test } from './portal.js';

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
