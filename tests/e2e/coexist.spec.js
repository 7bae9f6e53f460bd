// Beside BX24.js, played by a look-alike, and beside b24jssdk.
import { inRoot } from '../../scripts/paths.mjs';
import { commandsHeard } from './heard.js';
import { lookalike } from './lookalike.js';
import { expect, test } from './portal.js';

const sdk = inRoot('node_modules/@bitrix24/b24jssdk/dist/umd/index.min.js');

for (const [when, initFirst] of [
  ['initialised before', true],
  ['not initialised yet', false],
]) {
  test(`with BX24.js on the page, ${when}: its token, its FIRST_RUN`, async ({
    frame,
    page,
    portal,
  }) => {
    const commands = await commandsHeard(page);
    await frame.evaluate(lookalike);
    const seen = await frame.evaluate(
      async ([initFirst, handler]) => {
        const { BX24 } = window;
        const init = () => new Promise((resolve) => BX24.init(resolve));
        if (initFirst) await init();
        const { connect, getAuth } = await library;
        const client = await connect();
        await init();
        await client.bind({ event: 'ONCRMLEADADD', handler });
        const same = getAuth().access_token === BX24.getAuth().access_token;
        return { firstRun: BX24.firstRun, same, domain: client.domain };
      },
      [initFirst, portal.url('ours')],
    );
    expect(seen).toEqual({ firstRun: true, same: true, domain: new URL(portal.at.portal).host });
    expect(await commands()).toEqual(['getInitData']);
  });
}

test('an expired token is renewed by BX24.js, and it goes on with the new one', async ({
  frame,
  page,
  portal,
}) => {
  const commands = await commandsHeard(page);
  await frame.evaluate(lookalike);
  await frame.evaluate(async () => {
    window.client = await (await library).connect();
  });
  await portal.control('expire-tokens', {});
  const theirs = await frame.evaluate(
    async ([ours, theirs]) => {
      await window.client.bind({ event: 'ONCRMLEADADD', handler: ours });
      const call = (then) => window.BX24.callBind('ONCRMLEADADD', theirs, 0, then);
      return (await new Promise(call)).data();
    },
    [portal.url('ours'), portal.url('theirs')],
  );
  expect(theirs).toBe(true);
  expect(await commands()).toEqual(['getInitData', 'refreshAuth']);
  expect(await portal.handlers()).toHaveLength(2);
});

test('the classic script takes two calls of BX24.js over and leaves the rest', async ({
  frame,
  app,
  portal,
}) => {
  await frame.evaluate(lookalike);
  await frame.evaluate(() => (window.theirs = window.BX24.getAuth));
  await frame.addScriptTag({ url: `${app}pkg/classic.js` });
  const seen = await frame.evaluate(async (handler) => {
    const { BX24 } = window;
    const bind = (then) => BX24.callBind('ONCRMLEADADD', handler, 15, then);
    const result = await new Promise(bind);
    const again = await BX24.callUnBind('ONCRMLEADADD', handler);
    return {
      bound: result.data(),
      unbound: again.data(),
      ours: 'alreadyBound' in result,
      theirs: BX24.getAuth === window.theirs,
      firstRun: BX24.firstRun,
    };
  }, portal.url('lead'));
  const unbound = { count: 1 };
  expect(seen).toEqual({ bound: true, unbound, ours: true, theirs: true, firstRun: true });
});

for (const order of ['first', 'second', 'at the same time']) {
  test(`with b24jssdk on the page, ours ${order}`, async ({ frame, portal }) => {
    await frame.addScriptTag({ path: sdk });
    const bound = await frame.evaluate(
      async ([order, ours, theirs]) => {
        const connect = async () => {
          const client = await (await library).connect();
          return (await client.bind({ event: 'ONCRMLEADADD', handler: ours })).bound;
        };
        const initialize = async () => {
          const sdk = await window.B24Js.initializeB24Frame();
          const params = { event: 'ONCRMLEADADD', handler: theirs };
          return (await sdk.actions.v2.call.make({ method: 'event.bind', params })).isSuccess;
        };
        if (order === 'first') return [await connect(), await initialize()];
        if (order === 'second') return [await initialize(), await connect()];
        return Promise.all([connect(), initialize()]);
      },
      [order, portal.url('ours'), portal.url('theirs')],
    );
    expect(bound).toEqual([true, true]);
    const urls = (await portal.handlers()).map(({ handler }) => handler).sort();
    expect(urls).toEqual([portal.url('ours'), portal.url('theirs')]);
  });
}
