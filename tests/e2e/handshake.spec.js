// The handshake when something is wrong with it: the call ends once, with a clear error, or it
// succeeds in spite of the noise.
import { expect, test } from './portal.js';

const sid = '00112233445566778899aabbccddeeff';
const none = { callbacks: 1, same: true, code: 'NO_FRAME', status: 0, alreadyBound: false };

/** Opens the app in a frame of that name in the page as it is, and binds from there. */
async function bindFrom(page, app, name) {
  await page.evaluate(
    ([src, name]) =>
      document.body.append(Object.assign(document.createElement('iframe'), { src, name })),
    [`${app}?odd`, name],
  );
  const find = () => page.frames().find((frame) => frame.url() === `${app}?odd`);
  await expect.poll(() => Boolean(find())).toBe(true);
  await find().waitForFunction(() => 'mirrored' in window);
  return find().evaluate(async () => {
    const { configure } = await library;
    configure({ frameTimeout: 300 });
    return mirrored('callBind', 'ONCRMLEADADD', 'https://a.b/', 0);
  });
}

test.describe('NO_FRAME', () => {
  test('the parent never answers', async ({ app, page, portal }) => {
    await page.goto(portal.url('silent')); // of the portal's origin, and no parent page
    const { error, ...rest } = await bindFrom(page, app, `${new URL(page.url()).host}|0|${sid}`);
    expect(rest).toEqual(none);
    expect(error).toContain('does not answer');
  });

  test('our `window.name` has a wrong sid: the portal’s page ignores it', async ({
    app,
    page,
    portal,
  }) => {
    await page.goto(portal.at.portal);
    const { error, ...rest } = await bindFrom(page, app, `${new URL(page.url()).host}|0|${sid}`);
    expect(rest).toEqual(none);
    expect(error).toContain('does not answer');
    expect(await portal.requests()).toEqual([]);
  });

  for (const name of ['', 'frame', 'a.b|1', 'a.b/evil|1|00', '|1|00']) {
    test(`\`window.name\` is \`${name}\``, async ({ app, page }) => {
      await page.goto(app);
      const { error, ...rest } = await bindFrom(page, app, name);
      expect(rest).toEqual(none);
      expect(error).toContain('was not opened by a portal');
    });
  }

  test('a parent of another origin gets no message', async ({ app, page, portal }) => {
    await page.goto(app);
    await page.evaluate(() => {
      window.got = [];
      window.addEventListener('message', ({ data }) => window.got.push(data));
    });
    const { error, ...rest } = await bindFrom(
      page,
      app,
      `${new URL(portal.at.portal).host}|0|${sid}`,
    );
    expect(rest).toEqual(none);
    expect(error).toContain('does not answer');
    expect(await page.evaluate(() => window.got)).toEqual([]);
  });
});

/**
 * Answers each of the frame's questions at once, before the portal's page can: with junk from the
 * true parent, and with a well-formed answer from every window that is not the parent.
 */
function noise() {
  const evil = JSON.stringify({ AUTH_ID: 'evil', AUTH_EXPIRES: '3600', PATH: '/evil' });
  const add = (attributes) => {
    const frame = Object.assign(document.createElement('iframe'), attributes);
    document.body.append(frame);
    return frame;
  };
  const brother = add({ srcdoc: '' }); // of the portal's own origin
  const stranger = add({ sandbox: 'allow-scripts', srcdoc: window.relay });
  window.noises = 0;
  window.addEventListener('message', ({ data, source }) => {
    if (source === stranger.contentWindow || typeof data !== 'string') return;
    const id = data.split(':')[2];
    const junk = ['', 'x', ':', id, 'other:{}', 5, null, {}, [id], { [id]: {} }, new Date()];
    for (const message of junk) source.postMessage(message, '*');
    const post = brother.contentWindow.Function('to', 'text', 'to.postMessage(text, "*")');
    post(source, `${id}:${evil}`);
    stranger.contentWindow.postMessage(`${id}:${evil}`, '*');
    window.noises += 1;
  });
  return new Promise((resolve) => (stranger.onload = resolve)); // it hears nothing before
}

// the noise comes from scripts in the portal's page, which its policy forbids
test.use({ bypassCSP: true });

test('junk, other windows and other origins are ignored until the parent answers', async ({
  app,
  page,
  portal,
}) => {
  await page.goto(portal.at.portal);
  await page.frameLocator('#frame iframe').locator('html').waitFor();
  await page.evaluate((script) => {
    const tag = 'script';
    window.relay = `<${tag}>onmessage = ({ data }) => parent.frames[0].postMessage(data, '*')</${tag}>`;
    return (0, eval)(`(${script})()`);
  }, String(noise));
  // the answer of the true parent comes late, after all the noise
  await page.route('**/control/frame/getInitData', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const frame = page.frames().find((frame) => frame.url().startsWith(app));
  const seen = await frame.evaluate(async (handler) => {
    const heard = new Set();
    window.addEventListener('message', ({ origin, data }) => {
      heard.add(`${origin} ${typeof data}`);
      // and the frame to itself
      if (origin === 'null') window.postMessage(data, '*');
    });
    return { ...(await mirrored('callBind', 'ONCRMLEADADD', handler, 0)), heard: [...heard] };
  }, portal.url('lead'));
  const origin = new URL(portal.at.portal).origin;
  expect(seen.heard).toEqual(
    expect.arrayContaining([
      `${origin} string`,
      `${origin} object`,
      'null string',
      `${new URL(app).origin} string`,
    ]),
  );
  expect(seen).toMatchObject({ callbacks: 1, data: true, status: 200 });
  expect(await page.evaluate(() => window.noises)).toBe(1);
  expect(await portal.requests()).toMatchObject([{ path: '/rest/event.bind', status: 200 }]);
  expect(await portal.handlers()).toHaveLength(1);
});

test.describe('one callback with a clear error, nothing bound', () => {
  for (const [what, fault, given, expected] of [
    [
      'a body that is not JSON',
      { fault: 'body', body: '<p>Hello</p>' },
      ['ONCRMLEADADD', 'https://a.b/'],
      /^BAD_ANSWER: .*no REST answer.* \(200\)$/,
    ],
    [
      'an empty event',
      null,
      ['', 'https://a.b/'],
      "ERROR_ARGUMENT: Argument 'EVENT' is null or empty (400)",
    ],
    [
      'a handler that is no URL',
      null,
      ['ONCRMLEADADD', 'not a URL'],
      'ERROR_WRONG_HANDLER_URL: Wrong handler URL (400)',
    ],
  ]) {
    test(what, async ({ frame, portal }) => {
      if (fault) await portal.fault({ ...fault, times: null });
      const seen = await frame.evaluate(async (given) => {
        (await library).configure({ timeScale: 0.01, frameTimeout: 1_000_000, timeout: 1_000_000 });
        return mirrored('callBind', ...given, 0);
      }, given);
      expect(seen.callbacks).toBe(1);
      if (expected instanceof RegExp) expect(seen.error).toMatch(expected);
      else expect(seen.error).toBe(expected);
      expect(await portal.handlers()).toEqual([]);
    });
  }
});
