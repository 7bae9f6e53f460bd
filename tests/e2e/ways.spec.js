// The four ways in which the documentation calls event.bind, each on a fresh registry.
import { expect, test } from './portal.js';

const event = 'ONCRMLEADADD';
const handler = 'https://www.my-domain.ru/handler/';
const given = { event, handler, auth_type: 15 };

const number = expect.any(Number);
const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
const time = expect.objectContaining({
  start: number,
  finish: number,
  duration: number,
  processing: number,
  date_start: date,
  date_finish: date,
  operating: number,
});

async function post(url, type, body) {
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body });
  return { status: response.status, answer: await response.json() };
}

const json = (url, body) => post(url, 'application/json', JSON.stringify(body));
const form = (url, body) =>
  post(url, 'application/x-www-form-urlencoded', String(new URLSearchParams(body)));

/** Each sends one call. */
const ways = {
  'cURL with a webhook': ({ webhook }, call) => json(`${webhook}event.bind`, call),
  'cURL with `auth`': ({ rest, accessToken }, call) =>
    json(`${rest}event.bind`, { ...call, auth: accessToken }),
  'PHP, as CRest posts it': ({ rest, accessToken }, call) =>
    form(`${rest}event.bind.json`, { ...call, auth: accessToken }),
};

for (const [name, send] of Object.entries(ways)) {
  test(name, async ({ portal }) => {
    expect(await send(portal.at, given)).toEqual({ status: 200, answer: { result: true, time } });
    expect(await portal.handlers()).toMatchObject([{ event, handler, authType: 15 }]);
    expect(await send(portal.at, { ...given, event: 'ONNOTHING' })).toEqual({
      status: 400,
      answer: { error: 'ERROR_EVENT_NOT_FOUND', error_description: 'Event not found' },
    });
  });
}

test.describe('JS, in a page with the classic script', () => {
  test.use({ appPath: 'classic' });

  test('the lines of the documentation, unchanged', async ({ page, portal }) => {
    const logged = page.waitForEvent('console');
    const sent = page.waitForRequest(/event\.bind/);
    await page.goto(portal.at.portal);
    const result = (await logged).args()[0];
    const seen = await result.evaluate((result) => ({
      data: result.data(),
      error: result.error(),
      status: result.status,
      answer: result.answer,
    }));
    expect(seen).toEqual({ data: true, status: 200, answer: { result: true, time } });
    expect(await portal.handlers()).toMatchObject([{ event, handler, authType: 15 }]);
    // what BX24.js sends: a simple request, so no OPTIONS before it
    const request = await sent;
    expect(request.url()).toBe(`${portal.at.rest}event.bind.json`);
    expect(request.postData().replace(/^auth=\w+&/, '')).toBe(
      `event=${event}&handler=${encodeURIComponent(handler)}&auth_type=15`,
    );
    const contentType = 'text/plain;charset=UTF-8';
    expect(await portal.requests()).toMatchObject([{ verb: 'POST', contentType }]);
  });

  test('an unknown event is the callback’s `error()`', async ({ frame }) => {
    const seen = await frame.evaluate(
      (handler) =>
        new Promise((resolve) => {
          window.BX24.callBind('ONNOTHING', handler, 15, (result) => {
            const error = result.error();
            const { status } = error;
            resolve({ text: String(error), status, ex: error.getError(), data: result.data() });
          });
        }),
      handler,
    );
    expect(seen).toEqual({
      text: 'ERROR_EVENT_NOT_FOUND: Event not found (400)',
      status: 400,
      ex: { error: 'ERROR_EVENT_NOT_FOUND', error_description: 'Event not found' },
    });
  });
});

test('the mirror’s own entry binds too, and holds nothing else', async ({ frame, portal }) => {
  const seen = await frame.evaluate(async (handler) => {
    const entry = await import('/pkg/mirror.js');
    const result = await entry.callBind('ONCRMLEADADD', handler, 15);
    return { names: Object.keys(entry).sort(), data: result.data() };
  }, handler);
  const classes = ['AjaxError', 'AjaxResult', 'Bx24Error'];
  const names = [...classes, 'callBind', 'callUnBind', 'callUnbind', 'configure', 'init'];
  expect(seen).toEqual({ names, data: true });
  expect(await portal.handlers()).toMatchObject([{ event, handler, authType: 15 }]);
});

test.describe('without administrator rights', () => {
  test.use({ user: 2 });

  test('a foreign `auth_type` and an offline event are refused, an own bind is not', async ({
    frame,
    portal,
  }) => {
    const seen = await frame.evaluate(async (handler) => {
      const { callBind, connect } = await library;
      const foreign = await callBind('ONCRMLEADADD', handler, 15);
      const client = await connect();
      const offline = await failure(client.bind({ event: 'ONCRMLEADADD', eventType: 'offline' }));
      const own = await callBind('ONCRMLEADADD', handler);
      return {
        foreign: String(foreign.error()),
        offline: `${offline.message} (${offline.status})`,
        own: own.data(),
      };
    }, handler);
    const denied = (what) => `ACCESS_DENIED: Access denied! ${what} administrator access rights`;
    expect(seen).toEqual({
      foreign: `${denied('Event binding with AUTH_TYPE requires')} (403)`,
      offline: `${denied('Offline events binding requires')} (403)`,
      own: true,
    });
    expect(await portal.handlers()).toMatchObject([{ event, handler, authType: 2 }]);
  });
});
