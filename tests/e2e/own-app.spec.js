// One's own app in the portal: `--app` with real servers of Vite, and with nothing at its address.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageFolder } from './package.js';
import { expect, start, test as base } from './portal.js';
import { serve as serveVite } from './vite-app/server.js';

const { default: bx24 } = await import(pathToFileURL(join(packageFolder, 'vite.js')));

const test = base.extend({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
  serve: async ({}, use) => {
    const servers = [];
    await use(async (...options) => {
      servers.push(await serveVite(...options));
      return servers.at(-1).address;
    });
    for (const server of servers) await server.close();
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
  portalWith: async ({}, use) => {
    const portals = [];
    await use(async (app) => {
      const { portal } = await start(['--app', app]);
      portals.push(portal);
      return portal;
    });
    for (const portal of portals) await portal.end();
  },
});

const note = (page) => page.locator('#frame-note');
const place = (page) => page.locator('#frame');
const inFrame = (page) => page.frameLocator('#frame iframe').locator('#state');

for (const kind of ['dev', 'preview']) {
  test.describe(`vite ${kind}`, () => {
    test('with the plugin the app is opened as a live portal does', async ({
      page,
      serve,
      portalWith,
    }) => {
      const portal = await portalWith(await serve(kind, [bx24()]));
      const posted = page.waitForRequest((sent) => sent.url().includes('APP_SID='));
      await page.goto(portal.at.portal);
      expect((await posted).method()).toBe('POST');
      await expect(inFrame(page)).toHaveText('bound');
      await expect(note(page)).toBeHidden();
      expect(await portal.handlers()).toHaveLength(1);
    });

    test('without it by GET, and the page says what a live portal will do', async ({
      page,
      serve,
      portalWith,
    }) => {
      const app = await serve(kind);
      const portal = await portalWith(app);
      const opened = page.waitForRequest((sent) => sent.url().includes('APP_SID='));
      await page.goto(portal.at.portal);
      expect((await opened).method()).toBe('GET');
      expect((await opened).url()).not.toMatch(/AUTH_ID|REFRESH_ID/);
      await expect(inFrame(page)).toHaveText('bound');
      await expect(note(page)).toHaveClass('notice warn');
      await expect(note(page)).toContainText('answers a POST with 404, so it was opened by GET.');
      await expect(note(page)).toContainText('A live portal opens it by POST');
    });
  });
}

for (const kind of ['dev', 'preview']) {
  test(`vite ${kind}: the plugin's line connects to the portal before the library runs`, async ({
    page,
    serve,
    portalWith,
  }) => {
    const links = (frame) =>
      frame
        .locator('link[rel=preconnect][crossorigin=anonymous]')
        .evaluateAll((links) => links.map(({ href }) => href));
    const app = await serve(kind, [bx24()]);
    const portal = await portalWith(app);
    // the library, which does the same, does not come
    await page.route(/\.js$/, (route) =>
      route.request().url().startsWith(app) ? route.abort() : route.continue(),
    );
    await page.goto(portal.at.portal);
    const isThere = () => page.frames().some((frame) => frame.url().startsWith(app));
    await expect.poll(isThere).toBe(true); // else a look at the frame may meet its navigation
    await expect.poll(() => links(page.frameLocator('#frame iframe'))).toEqual([portal.at.portal]);
    await page.goto(app);
    expect(await links(page)).toEqual([]);
  });
}

test('the plugin leaves other forms and methods to Vite', async ({ serve }) => {
  const app = await serve('dev', [bx24()]);
  const status = async (path, method) => (await fetch(app + path, { method })).status;
  expect(await status('', 'POST')).toBe(404);
  expect(await status('?DOMAIN=a&PROTOCOL=0', 'POST')).toBe(404);
  expect(await status('?DOMAIN=a&PROTOCOL=0&LANG=en', 'PUT')).toBe(404);
  expect(await status('', 'GET')).toBe(200);
});

test('after the plugin is added, opening the app anew posts', async ({
  page,
  serve,
  portalWith,
}) => {
  const before = await serveVite('dev');
  const portal = await portalWith(before.address);
  await page.goto(portal.at.portal);
  await expect(note(page)).toContainText('opened by GET');
  await before.close();
  await serve('dev', [bx24()], Number(new URL(before.address).port));
  await page.getByRole('button', { name: 'Reload app' }).click();
  await expect(note(page)).toBeHidden();
  await expect(inFrame(page)).toHaveText('bound');
});

test('nothing listens: it is said in the frame’s place, until something does', async ({
  page,
  serve,
  portalWith,
}) => {
  const port = await freePort();
  const portal = await portalWith(`http://localhost:${port}/`);
  await page.goto(portal.at.portal);
  await expect(place(page)).toContainText(`Nothing listens at http://localhost:${port}/.`);
  await expect(place(page)).toContainText(/refused/);
  await expect(page.locator('#frame iframe')).toHaveCount(0);
  await serve('dev', [bx24()], port);
  await expect(inFrame(page)).toHaveText('bound', { timeout: 10_000 });
  await expect(place(page)).not.toContainText('Nothing listens');
});

test('an app that asks for nothing gets a checklist after 8 seconds, over its frame', async ({
  page,
  app,
  portalWith,
}) => {
  const portal = await portalWith(app);
  await page.clock.install();
  await page.goto(portal.at.portal);
  await expect(page.locator('#frame iframe')).toBeVisible();
  const list = page.locator('.checklist');
  await page.clock.runFor(4_000);
  await expect(list).toHaveCount(0);
  await page.clock.runFor(4_000);
  await expect(list).toContainText('The app has not asked for getInitData yet');
  for (const words of ['library loaded', 'window.name kept', 'console open']) {
    await expect(list).toContainText(words);
  }
  // the frame goes on: when the app asks at last, the list goes
  const frame = page.frames().find((frame) => frame.url().startsWith(app));
  await frame.evaluate(async () => void (await (await library).init()));
  await expect(list).toHaveCount(0);
});

test('the checklist can be closed, and does not come for an app that asked', async ({
  page,
  app,
  portalWith,
}) => {
  const portal = await portalWith(app);
  await page.clock.install();
  await page.goto(portal.at.portal);
  await expect(page.locator('#frame iframe')).toBeVisible();
  await page.clock.runFor(8_100);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('.checklist')).toHaveCount(0);

  await page.getByRole('button', { name: 'Reload app' }).click();
  const find = () => page.frames().find((frame) => frame.url().startsWith(app));
  await expect.poll(() => find()?.evaluate(() => 'library' in window)).toBe(true);
  await find().evaluate(async () => void (await (await library).init()));
  await page.clock.runFor(20_000);
  await expect(page.locator('.checklist')).toHaveCount(0);
});

async function freePort() {
  const { address, close } = await serveVite('dev');
  await close();
  return Number(new URL(address).port);
}
