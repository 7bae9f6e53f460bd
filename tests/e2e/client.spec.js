// The client's methods, in the frame and in Node.
import { failure as failed } from './failure.js';
import { lead } from './handlers.js';
import { byWebhook } from './node.js';
import { expect, openApp, test } from './portal.js';

test.describe('methods', () => {
  test('bind, bind again, list, unbind, unbind again', async ({ frame, portal }) => {
    const seen = await frame.evaluate(async (handler) => {
      const client = await (await library).connect();
      const one = { event: 'OnCrmLeadAdd', handler };
      const bound = [await client.bind(one), await client.bind(one)];
      const handlers = await client.handlers();
      return { bound, handlers, unbound: [await client.unbind(one), await client.unbind(one)] };
    }, portal.url('lead'));
    const time = expect.objectContaining({ duration: expect.any(Number) });
    expect(seen).toEqual({
      bound: [
        { bound: true, alreadyBound: false, time },
        { bound: true, alreadyBound: true, time: undefined },
      ],
      handlers: [{ ...lead(portal), authType: 0, eventType: 'online' }],
      unbound: [
        { count: 1, repeated: false, time },
        { count: 0, repeated: false, time },
      ],
    });
  });

  test('what is bound gets the event', async ({ portal }) => {
    const client = await byWebhook(portal);
    await client.bind(lead(portal));
    await portal.control('lead', {});
    const [arrived] = await portal.arrived('lead');
    expect(arrived.fields).toMatchObject({ event: 'ONCRMLEADADD', data: { FIELDS: { ID: '1' } } });
  });

  test('events: granted, of a scope, all', async ({ portal }) => {
    await portal.switch({ scopes: ['task'] });
    const client = await byWebhook(portal);
    const granted = await client.events();
    expect(granted).toContain('ONTASKADD');
    expect(granted).not.toContain('ONCRMLEADADD');
    expect(await client.events({ scope: 'crm' })).toContain('ONCRMLEADADD');
    const unscoped = await client.events({ scope: '' });
    expect(unscoped).toContain('ONAPPTEST');
    expect(unscoped).not.toContain('ONTASKADD');
    expect(await client.events({ full: true })).toContain('ONCRMLEADADD');
    expect(await client.events({ full: false })).toEqual(granted);
    expect(await client.events({ scope: 'nothing' })).toEqual([]);
  });

  test('test fires ONAPPTEST with its query', async ({ frame, portal }) => {
    await frame.evaluate(async (handler) => {
      const client = await (await library).connect();
      await client.bind({ event: 'ONAPPTEST', handler });
      await client.test({ Colour: 'red', list: ['a b', 'c&d'] });
      await client.test();
    }, portal.url('test'));
    const arrived = await portal.arrived('test', 2);
    const queries = arrived.map(({ fields }) => fields.data.QUERY);
    expect(queries).toContainEqual({ Colour: 'red', list: ['a b', 'c&d'] });
    expect(queries).toContainEqual(undefined);
  });

  test('installFinish finishes the installation', async ({ frame, page, portal }) => {
    await portal.switch({ installed: false });
    await frame.evaluate(async () => (await (await library).connect()).installFinish());
    await page.waitForURL(/install_finished=Y/);
    expect((await portal.control('state')).application.installed).toBe(true);
  });

  for (const [way, begin] of [
    ['callBind', ({ callBind }, event, handler) => void callBind(event, handler, 0)],
    [
      'bind',
      async ({ connect }, event, handler) => void (await connect()).bind({ event, handler }),
    ],
    [
      'sync',
      async ({ connect }, event, handler) => void (await connect()).sync([{ event, handler }]),
    ],
  ]) {
    test(`installFinish waits for ${way} made before it`, async ({ app: url, page, portal }) => {
      await portal.switch({ installed: false });
      const app = await openApp(page, portal, url);
      await portal.fault({ fault: 'delay', ms: 300, times: null, match: {} });
      await app.evaluate(
        async ([begin, url]) => {
          const all = await library;
          await all.init();
          const run = (0, eval)(begin);
          await Promise.all(
            Array.from({ length: 49 }, (_, n) => run(all, 'ONCRMLEADADD', url + n)),
          );
          all.installFinish();
        },
        [`(${begin})`, portal.url('h')],
      );
      await page.waitForURL(/install_finished=Y/);
      expect((await portal.handlers()).length).toBe(49);
    });
  }

  test('installFinish outside a frame', async ({ portal }) => {
    const client = await byWebhook(portal);
    expect((await failed(client.installFinish())).code).toBe('NO_FRAME');
  });
});
