// A second engine: the main story, a burst, faults, a renewed token and a policy, in Firefox.
import { expect, test } from './firefox.js';

const handlersOf = (portal, count) => Array.from({ length: count }, (_, n) => portal.url(`h${n}`));
const bound = async (portal) => (await portal.handlers()).map(({ handler }) => handler).sort();

/** Binds all handlers at once; what they ended with. */
async function bindAll(handlers) {
  const { callBind } = await window.library;
  const ends = handlers.map(async (handler) => {
    const result = await callBind('ONCRMLEADADD', handler, 0);
    return result.error()?.code ?? result.data();
  });
  return Promise.all(ends);
}

test.describe('the demo app', () => {
  test.use({ appPath: null });

  test('bind, create a lead, see it arrive; unbind, and nothing does', async ({
    frame,
    page,
    portal,
  }) => {
    const text = (where, selector) => () =>
      where.$eval(selector, ({ textContent }) => textContent).catch(() => '');
    const url = portal.url('lead');
    await frame.waitForSelector('#do-bind', { visible: true });
    const input = await frame.$('#handler');
    await input.evaluate((input) => input.select());
    await input.type(url);
    await frame.click('#do-bind');
    await expect.poll(text(frame, '#answer')).toContain('done, HTTP 200');
    await expect.poll(text(page, '#handlers')).toContain(url);
    await page.click('#create-lead');
    await expect.poll(text(page, '#triggered')).toContain('ONCRMLEADADD: 1 sent');
    const [arrived] = await portal.arrived('lead');
    expect(arrived.fields).toMatchObject({ event: 'ONCRMLEADADD', data: { FIELDS: { ID: '1' } } });
    await frame.click('#do-unbind');
    await expect.poll(text(frame, '#answer')).toContain('"count": 1');
    await page.click('#create-lead');
    await expect.poll(text(page, '#triggered')).toContain('no handler is bound to it');
    expect(await portal.arrived('lead')).toHaveLength(1);
  });
});

test('a burst: 200 calls at once against a bucket of 50 and 2 per second', async ({
  frame,
  portal,
}) => {
  await portal.switch({ bucket: { limit: 50, perSecond: 2 } });
  const handlers = handlersOf(portal, 200);
  const ends = await frame.evaluate(bindAll, handlers);
  expect(ends.filter((end) => end !== true)).toEqual([]);
  expect(await bound(portal)).toEqual([...handlers].sort());
  const requests = await portal.requests();
  expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(requests.length).toBeLessThanOrEqual(60);
});

test('faults: a cut connection, then HTML, end in one bind', async ({ frame, portal }) => {
  const match = { method: 'event.bind' };
  await portal.fault({ fault: 'cut', match }, { fault: 'html', match });
  const [handler] = handlersOf(portal, 1);
  expect(await frame.evaluate(bindAll, [handler])).toEqual([true]);
  expect(await portal.requests('event.bind')).toHaveLength(3);
  expect(await bound(portal)).toEqual([handler]);
});

test('an expired token: one refresh for all calls', async ({ frame, page, portal }) => {
  await portal.switch({ bucket: null });
  await page.evaluate(() => {
    window.refreshes = 0;
    window.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('refreshAuth:')) window.refreshes += 1;
    });
  });
  await frame.evaluate(async () => (await window.library).init());
  await portal.control('expire-tokens', {});
  const handlers = handlersOf(portal, 30);
  expect(await frame.evaluate(bindAll, handlers)).toEqual(handlers.map(() => true));
  expect(await page.evaluate(() => window.refreshes)).toBe(1);
  expect(await bound(portal)).toEqual([...handlers].sort());
});

test.describe('a policy without wasm', () => {
  test.use({ appPath: 'without-wasm' });

  test('is said with its remedy', async ({ frame }) => {
    const error = await frame.evaluate(async () => {
      const { callBind } = await window.library;
      return String((await callBind('ONCRMLEADADD', 'https://app.example/h')).error());
    });
    expect(error).toContain('WASM_FAILED');
    expect(error).toContain("allow `'wasm-unsafe-eval'` in `script-src`");
  });
});

test.describe('the strictest policy that allows wasm', () => {
  test.use({ appPath: 'strict' });

  test('is enough', async ({ frame, portal }) => {
    expect(await frame.evaluate(bindAll, [portal.url('h')])).toEqual([true]);
  });
});
