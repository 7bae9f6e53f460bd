// The first call asks the parent page while the wasm is still on its way: once, nobody else is
// believed, and a call that does without the frame asks nothing.
import { lookalike } from './lookalike.js';
import { expect, openApp, test as base } from './portal.js';

const handler = 'https://app.example/h';

const test = base.extend({
  /** The messages that the parent page got, split at the colons. */
  asked: async ({ page }, use) => {
    await page.addInitScript(() => {
      window.asked = [];
      window.addEventListener('message', ({ data }) => window.asked.push(data.split(':')));
    });
    await use(() => page.evaluate(() => window.asked));
  },
  /** The app with `slim`, not loaded; `load()` says how many messages the page has got before. */
  slim: async ({ app, asked, page, portal }, use) => {
    const frame = await openApp(page, portal, app);
    await frame.evaluate(async () => {
      window.answers = 0;
      window.addEventListener('message', () => (window.answers += 1));
      window.slim = await import('/pkg/slim.js?early');
    });
    await use({ frame, asked });
  },
});

/** How a call ended, as text. */
const said = (frame) =>
  frame.evaluate(async () => {
    await window.slim.load();
    const value = await window.call.catch(({ code }) => code);
    return String(value?.data?.() ?? value?.domain ?? value);
  });

for (const [call, end] of Object.entries({
  "callBind('ONCRMLEADADD', handler)": 'true',
  'init()': 'undefined',
  "callMethod('profile')": '[object Object]',
  'connect()': /^127\.0\.0\.1:/,
  'connect({ timeout: 9000 })': /^127\.0\.0\.1:/,
})) {
  test(`\`${call}\` asks before the wasm is there, and once`, async ({
    slim: { frame, asked },
  }) => {
    await frame.evaluate(
      ([call, handler]) => {
        window.handler = handler;
        window.call = eval(`window.slim.${call}`);
      },
      [call, handler],
    );
    await expect.poll(() => frame.evaluate(() => window.answers)).toBe(1);
    expect(await said(frame)).toMatch(end);
    expect((await asked()).map(([command]) => command)).toEqual(['getInitData']);
  });
}

for (const [call, end] of Object.entries({
  "connect({ webhook: 'http://localhost:1/rest/1/x/', retries: 0 })": 'localhost:1',
  "connect({ domain: 'localhost:1', accessToken: 'x' })": 'localhost:1',
  "connect(new Proxy({}, { get() { throw new Error('read'); } }))": 'INVALID_ARGUMENT',
})) {
  test(`\`${call}\` asks nothing`, async ({ slim: { frame, asked } }) => {
    await frame.evaluate((call) => {
      window.slim.configure({ timeout: 9000 });
      window.slim.getAuth();
      window.call = eval(`window.slim.${call}`);
    }, call);
    expect(await said(frame)).toBe(end);
    expect(await asked()).toEqual([]);
  });
}

test('nobody but the parent page is believed', async ({ page, portal, slim: { frame, asked } }) => {
  let answer;
  const told = new Promise((resolve) => (answer = resolve));
  await page.route('**/control/frame/getInitData', async (route) => {
    await told;
    await route.continue();
  });
  await frame.evaluate((handler) => {
    window.call = window.slim.callBind('ONCRMLEADADD', handler);
  }, handler);
  await expect.poll(asked).toHaveLength(1);
  const [[, , id]] = await asked();
  await frame.evaluate((id) => {
    const evil = { AUTH_ID: 'evil', AUTH_EXPIRES: '3600' };
    window.postMessage(`${id}:${JSON.stringify(evil)}`, '*');
    window.postMessage({ toString: id }, '*');
  }, id);
  await expect.poll(() => frame.evaluate(() => window.answers)).toBe(2);
  const bound = said(frame);
  answer();
  expect(await bound).toBe('true');
  expect(await portal.requests()).toMatchObject([{ path: '/rest/event.bind', status: 200 }]);
});

test('BX24.js that is there first is not forestalled', async ({ slim: { frame, asked } }) => {
  await frame.evaluate(lookalike);
  await frame.evaluate((handler) => {
    window.call = window.slim.callBind('ONCRMLEADADD', handler);
  }, handler);
  expect(await asked()).toEqual([]);
  expect(await said(frame)).toBe('true');
  expect((await asked()).map(([command]) => command)).toEqual(['getInitData']);
  expect(await frame.evaluate(() => window.BX24.firstRun)).toBe(true);
});

test('BX24.js that comes between finds our question asked', async ({ slim: { frame, asked } }) => {
  await frame.evaluate((handler) => {
    window.call = window.slim.callBind('ONCRMLEADADD', handler);
  }, handler);
  await frame.evaluate(lookalike);
  expect(await said(frame)).toBe('true');
  expect((await asked()).map(([command]) => command)).toEqual(['getInitData']);
});
