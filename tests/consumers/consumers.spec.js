// The packed package in the hands of its users: a callBind completed, each way it can be loaded.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test as base } from '../e2e/portal.js';
import { serve } from './serve.js';
import { here, ways } from './ways.js';

const out = mkdtempSync(join(tmpdir(), 'bx24-consumers-'));

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

for (const [name, make] of Object.entries({ ...ways, 'vite dev': undefined })) {
  const folder = name.replace(' ', '-');
  test.describe(name, () => {
    test.use({ appPath: `${folder}/` });
    test('callBind', async ({ page, portal }) => {
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await make?.(join(out, folder));
      await page.goto(portal.at.portal);
      await expect(page.frameLocator('iframe').locator('body')).toHaveText('true');
      expect(await portal.handlers()).toMatchObject([{ handler: 'https://app.example/lead' }]);
      expect(errors).toEqual([]);
    });
  });
}

test('Node', async ({ portal }) => {
  const script = join(here, 'app', 'node.mjs');
  const said = execFileSync(process.execPath, [script, portal.at.webhook], { encoding: 'utf8' });
  expect(said).toBe('true NO_FRAME\n');
});

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
    const program = ts.createProgram([join(here, 'app', 'types.ts')], options);
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    expect(found).toEqual([]);
  });
}
