// The package's README followed to the letter in a new folder: its commands and its lines of code,
// from nothing to handlers that are bound in the portal's frame.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder } from '../../scripts/paths.mjs';
import { expect, start, test as base } from '../e2e/portal.js';

const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');

/** The blocks of code of a section. */
function blocks(section, language) {
  const [, text] = readme.split(`\n## ${section}\n`);
  const found = text.split('\n## ')[0].matchAll(/^```(\w+)\n(.*?)^```/gms);
  return [...found].filter(([, kind]) => kind === language).map(([, , code]) => code);
}

const [install] = /^npm install .*$/m.exec(readme);

/** A folder of a user's own, with what the README says to install. */
const test = base.extend({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names from the pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'bx24-readme-'));
    const sh = (command) => execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
    sh(`npm pack ${packageFolder} --silent`);
    sh('npm init -y');
    // the packed file stands for the registry
    sh(install.replace(/ bx24-callbind\b/, ' ./bx24-callbind-*.tgz'));
    sh('npm install vite');
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  /** Starts `npx vite` in the folder; resolves to its address. */

  vite: async ({ folder }, use) => {
    let child;
    await use(async () => {
      child = spawn('npx', ['vite', '--port', '0'], { cwd: folder, detached: true });
      for await (const line of createInterface({ input: child.stdout })) {
        // eslint-disable-next-line no-control-regex -- Vite prints in colours
        const found = /http:\/\/localhost:\d+\//.exec(line.replace(/\x1b\[\d+m/g, ''));
        if (found) return found[0];
      }
    });
    process.kill(-child.pid);
  },
});

const page = (head) => `<!doctype html>\n<title>my app</title>\n${head}\n`;

/** Opens the app in a portal of its own, and gives its handlers when it has said `line`. */
async function handlersAfter(browserPage, app, line) {
  const said = new Set();
  browserPage.on('console', (message) => said.add(message.text()));
  const { portal } = await start(['--app', app]);
  await browserPage.goto(portal.at.portal);
  await expect.poll(() => [...said]).toContain(line);
  const handlers = await portal.handlers();
  await portal.end();
  return handlers;
}

test('with Vite and the plugin', async ({ page: browserPage, folder, vite }) => {
  const [main] = blocks('In a page that a portal opens', 'js');
  const [config] = blocks('Sooner to the first callback', 'js');
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(join(folder, 'vite.config.js'), config);
  const script = '<script type="module" src="/main.js"></script>';
  writeFileSync(join(folder, 'index.html'), page(script));
  const handlers = await handlersAfter(browserPage, await vite(), '2 bound 0 failed');
  expect(handlers).toMatchObject([{ event: 'ONCRMLEADADD' }, { event: 'ONCRMDEALUPDATE' }]);
});

test('with a script tag', async ({ page: browserPage, folder, vite }) => {
  const [tags] = blocks('With a script tag', 'html');
  writeFileSync(join(folder, 'index.html'), page(tags));
  const handlers = await handlersAfter(browserPage, await vite(), 'true');
  expect(handlers).toMatchObject([{ handler: 'https://example.com/handler/' }]);
});
