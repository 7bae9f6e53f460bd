// The packed package in the hands of its users: a handler bound, each way it can be loaded.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { brotli } from '../../scripts/size.mjs';
import { expect, test as base } from '../e2e/portal.js';
import { bundlers } from './bundlers.js';
import { here, inApp } from './places.js';
import { runtimes } from './runtimes.js';
import { serve } from './serve.js';
import { refused, ways } from './ways.js';

const out = mkdtempSync(join(tmpdir(), 'bx24-consumers-'));
const handlers = [{ handler: 'https://app.example/lead' }];

const test = base.extend({
  app: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
    async ({}, use) => {
      const server = await serve(out);
      await use(server.address);
      await server.close();
      rmSync(out, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

/** What the pages load, by the name of the way. */
const sizes = [];

/** Opens the portal with the app in its frame; gives the bodies of the app's scripts and wasm, which
 * come as the page loads them. */
async function open(page, portal, app) {
  const bodies = [];
  page.on('response', (response) => {
    const isCode = /\.(m?jsx?|wasm)$/.test(new URL(response.url()).pathname);
    if (response.url().startsWith(app) && response.ok() && isCode) bodies.push(response.body());
  });
  await page.goto(portal.at.portal);
  return bodies;
}

const folderOf = (name) => name.replace(/\W+/g, '-');

for (const [name, make] of Object.entries({ ...ways, 'vite dev': undefined })) {
  test.describe(name, () => {
    test.use({ appPath: `${folderOf(name)}/` });
    test('callBind', async ({ app, page, portal }) => {
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await make?.(join(out, folderOf(name)));
      const loading = await open(page, portal, app);
      await expect(page.frameLocator('iframe').locator('body')).toHaveText('true');
      const bodies = await Promise.all(loading);
      expect(bodies).not.toHaveLength(0);
      expect(await portal.handlers()).toMatchObject(handlers);
      expect(errors).toEqual([]);
      const sum = (weigh) => bodies.reduce((sum, body) => sum + weigh(body), 0);
      sizes.push([name, bodies.length, sum((body) => body.length), sum(brotli)]);
    });
  });
}

for (const [name, { make, says }] of Object.entries(refused)) {
  test.describe(name, () => {
    test.use({ appPath: `${folderOf(name)}/` });
    test('the first call says why not', async ({ app, page, portal }) => {
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await make(join(out, folderOf(name)));
      await open(page, portal, app);
      await expect(page.frameLocator('iframe').locator('body')).toHaveText(says);
      expect(errors).toEqual([]);
    });
  });
}

test('a worker', async ({ app, page, portal }) => {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await bundlers.esbuild(inApp('worker.js'), join(out, 'worker', 'worker.js'));
  await page.goto(`${app}worker/worker.js`);
  const said = await page.evaluate(
    (webhook) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(message);
        worker.postMessage(webhook);
      }),
    portal.at.webhook,
  );
  expect(said).toBe('true NO_FRAME');
  expect(await portal.handlers()).toMatchObject(handlers);
  expect(errors).toEqual([]);
});

for (const [name, make] of Object.entries(runtimes)) {
  test(name, async ({ portal }) => {
    const folder = join(out, folderOf(name));
    mkdirSync(folder);
    const [command, ...args] = await make(folder);
    const said = execFileSync(command, [...args, portal.at.webhook], { encoding: 'utf8' });
    expect(said).toBe('true NO_FRAME\n');
    expect(await portal.handlers()).toMatchObject(handlers);
  });
}

for (const [moduleResolution, module] of [
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
]) {
  test(`TypeScript, resolving like ${moduleResolution}`, () => {
    const { options, errors } = ts.convertCompilerOptionsFromJson(
      { strict: true, noEmit: true, lib: ['es2022', 'dom'], types: [], moduleResolution, module },
      here,
    );
    expect(errors).toEqual([]);
    const program = ts.createProgram([inApp('types.ts')], options);
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(found).toEqual([]);
  });
}

test.afterAll(() => {
  const row = (name, ...cells) =>
    name.padEnd(22) + cells.map((cell) => cell.toLocaleString('en').padStart(12)).join('');
  const rows = [['', 'files', 'raw', 'brotli -11'], ...sizes].map((cells) => row(...cells));
  console.log(`\nWhat the page loads, in bytes:\n${rows.join('\n')}`);
});
