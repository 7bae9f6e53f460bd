// From the import to a running instance: when it starts, what it may be started from, and what is
// said where it cannot be.
import { expect, openApp, test } from './portal.js';

const handler = 'https://app.example/h';
const bind = (url) => mirrored('callBind', 'ONCRMLEADADD', url, 0);

/** Each import of an entry with a query of its own is an instance of its own. */
let imported = 0;
const query = () => `?${(imported += 1)}`;

/** Loads slim from the value of the expression `source`. Resolves to how a call ended that was made
 * before, and whether `load` said the same. */
async function loadFrom(frame, source) {
  const given = await frame.evaluateHandle(`(async () => ({ source: ${source} }))()`);
  return frame.evaluate(
    async ([query, { source }, handler]) => {
      const entry = await import(`/pkg/slim.js${query}`);
      const call = entry.callBind('ONCRMLEADADD', handler, 0);
      const said = await entry.load(source).catch(({ code, description }) => [code, description]);
      const [error, data] = [(await call).error(), (await call).data()];
      const { code, description } = error ?? {};
      const same = error ? said[0] === code && said[1] === description : said === undefined;
      return { code, text: description, same, data };
    },
    [query(), given, handler],
  );
}

const wasm = '/pkg/index_bg.wasm';
const bytes = `await (await fetch('${wasm}')).arrayBuffer()`;

for (const [name, source] of Object.entries({
  'nothing: the file beside it': 'undefined',
  'an address': `'${wasm}'`,
  'a URL': `new URL('${wasm}', location.href)`,
  bytes,
  'a view of bytes': `new Uint8Array([...new Uint8Array(8), ...new Uint8Array(${bytes})]).subarray(8)`,
  'a Response': `await fetch('${wasm}')`,
  'the promise of a Response': `fetch('${wasm}')`,
  'a module': `await WebAssembly.compile(${bytes})`,
})) {
  test(`slim loads ${name}`, async ({ frame, portal }) => {
    expect(await loadFrom(frame, source)).toEqual({ same: true, data: true });
    expect(await portal.handlers()).toMatchObject([{ handler }]);
  });
}

/** A wasm file that imports `x.y`, a function. */
const other = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 120, 1, 121, 0, 0];

const html = 'no wasm file, that address serves HTML';

for (const [name, source, text] of [
  ['404', "'/pkg/none.wasm'", '`/pkg/none.wasm` was answered with 404'],
  ['a Response of 404', "await fetch('/pkg/none.wasm')", '/pkg/none.wasm` was answered with 404'],
  ['HTML in its place', "'/index_bg.wasm'", `\`/index_bg.wasm\` is ${html}`],
  [
    'a Response of HTML',
    "await fetch('/assets/index_bg.wasm')",
    `/assets/index_bg.wasm\` is ${html}`,
  ],
  ['other bytes', 'new Uint8Array(8)', '`source` is no wasm file'],
  ['a cut file', `(${bytes}).slice(0, 999)`, 'CompileError'],
  ['another file', `new Uint8Array([${other}])`, 'take both from one version of the package'],
  [
    'no server',
    "'http://localhost:1/index_bg.wasm'",
    '`http://localhost:1/index_bg.wasm` could not be read',
  ],
]) {
  test(`slim says of ${name}`, async ({ frame }) => {
    const seen = await loadFrom(frame, source);
    expect(seen).toMatchObject({ code: 'WASM_FAILED', same: true });
    expect(seen.text).toContain(text);
  });
}

test('slim refuses what is no source, as all calls do then', async ({ frame }) => {
  const seen = await loadFrom(frame, '5');
  expect(seen).toMatchObject({ code: 'INVALID_ARGUMENT', same: true });
  expect(seen.text).toContain('`source` must be');
});

test('slim: a second `load` is the first, and the mirror has its own', async ({ frame }) => {
  const seen = await frame.evaluate(async (query) => {
    const [slim, mirror] = await Promise.all(
      ['slim', 'mirror-slim'].map((name) => import(`/pkg/${name}.js${query}`)),
    );
    const first = slim.load();
    await Promise.all([first, mirror.load('/pkg/mirror_bg.wasm')]);
    const call = await mirror.callBind('ONCRMLEADADD', 'https://app.example/h', 0);
    return { same: slim.load('/pkg/none.wasm') === first, data: call.data() };
  }, query());
  expect(seen).toEqual({ same: true, data: true });
});

/** How a bind ends by an entry that is imported into a page that lacks the expression `lacking`. */
const bindLacking = (frame, lacking) =>
  frame.evaluate(
    async ([query, lacking, handler]) => {
      eval(`delete ${lacking}`);
      const { callBind } = await import(`/pkg/mirror.js${query}`);
      const result = await callBind('ONCRMLEADADD', handler);
      const { code, description } = result.error() ?? {};
      return { data: result.data(), code, description };
    },
    [query(), lacking, handler],
  );

test('an entry unpacks its wasm where `Uint8Array.fromBase64` is missing', async ({ frame }) => {
  expect(await bindLacking(frame, 'Uint8Array.fromBase64')).toEqual({ data: true });
});

test('an entry that cannot unpack its wasm says which one can do without', async ({ frame }) => {
  const seen = await bindLacking(frame, 'window.DecompressionStream');
  expect(seen.code).toBe('WASM_FAILED');
  expect(seen.description).toContain('`bx24-callbind/slim` needs no unpacking');
});

test.describe('a policy without wasm', () => {
  test.use({ appPath: 'without-wasm' });

  test('is said with its remedy, once to each call, in every entry', async ({ frame }) => {
    const once = { callbacks: 1, same: true, code: 'WASM_FAILED', status: 0 };
    const seen = await frame.evaluate(bind, handler);
    expect(seen).toMatchObject(once);
    expect(seen.error).toContain("allow `'wasm-unsafe-eval'` in `script-src`");
    const others = await frame.evaluate(
      async ([query, handler]) => {
        const [mirror, slim] = await Promise.all(
          ['mirror', 'slim'].map((name) => import(`/pkg/${name}.js${query}`)),
        );
        slim.load().catch(() => {});
        const { connect, getAuth } = await library;
        const error = await failure(connect());
        return {
          client: [error.code, error.description.includes('wasm-unsafe-eval')],
          auth: getAuth(),
          calls: await Promise.all(
            [mirror, slim].map(async ({ callBind }) => {
              const error = (await callBind('ONCRMLEADADD', handler)).error();
              return [error.code, error.description.includes('wasm-unsafe-eval')];
            }),
          ),
        };
      },
      [query(), handler],
    );
    const said = ['WASM_FAILED', true];
    expect(others).toEqual({ client: said, auth: false, calls: [said, said] });
  });
});

test.describe('the strictest policy that allows wasm', () => {
  test.use({ appPath: 'strict' });

  test('is enough for what carries its wasm', async ({ frame }) => {
    expect(await frame.evaluate(bind, handler)).toMatchObject({ data: true });
  });
});

test.describe('a policy that forbids to fetch the file', () => {
  test.use({ appPath: 'own-files' });

  test('is named with the address', async ({ frame }) => {
    const seen = await loadFrom(frame, `'${wasm}'`);
    expect(seen).toMatchObject({ code: 'WASM_FAILED', same: true });
    expect(seen.text).toContain(`\`${wasm}\` could not be read`);
  });
});

test('at import the page is connected with the portal and asks the parent nothing', async ({
  app,
  page,
  portal,
}) => {
  await page.addInitScript(() => {
    window.heard = [];
    window.addEventListener('message', ({ data }) => window.heard.push(data));
  });
  const frame = await openApp(page, portal, app);
  const links = await frame.evaluate(async () => {
    await library;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const links = [...document.querySelectorAll('link[rel=preconnect]')];
    return links.map(({ href, crossOrigin }) => ({ href, crossOrigin }));
  });
  expect(links).toEqual([{ href: portal.at.portal, crossOrigin: 'anonymous' }]);
  const asked = () => page.evaluate(() => window.heard.filter((data) => /^getInitData/.test(data)));
  expect(await asked()).toEqual([]);
  await frame.evaluate(async () => (await library).init());
  expect(await asked()).toHaveLength(1);
});

test('outside a frame nothing is connected', async ({ app, page }) => {
  await page.goto(app);
  const count = await page.evaluate(async () => {
    await library;
    return document.querySelectorAll('link[rel=preconnect]').length;
  });
  expect(count).toBe(0);
});
