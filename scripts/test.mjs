// `npm test`: everything, one step after another; the first failure ends it.
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { checkCore } from './core.mjs';
import { capture, exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';
import { size } from './size.mjs';
import { elapsed, step } from './step.mjs';

const wasm32 = ['--lib', '--target', 'wasm32-unknown-unknown'];
const instances = [
  [],
  ['--no-default-features', '--features', 'mirror'],
  ['--no-default-features'],
];

/** One after another: two cargo commands at once only wait for each other. */
async function commands(name, list) {
  await step(name, async (onLine) => {
    for (const [command, ...args] of list) await capture(command, args, { onLine });
  });
}

const clippy = (...args) => ['cargo', 'clippy', ...args, '--', '-D', 'warnings'];

async function test() {
  const start = Date.now();
  const { chrome, chromedriver } = await setup({ browser: true });
  await commands('format', [
    ['cargo', 'fmt', '--all', '--check'],
    ['prettier', '--check', '.'],
  ]);
  await commands('lint', [
    ['eslint', '.', '--max-warnings', '0'],
    clippy('--workspace', '--all-targets'),
    ...instances.map((features) => clippy(...wasm32, ...features)),
  ]);
  await step('core knows no web type', checkCore);
  console.log('host tests');
  await run('cargo', ['test', '--workspace', '--quiet']);
  console.log('browser tests');
  await run('wasm-pack', ['test', '--headless', '--chrome', '--chromedriver', chromedriver], {
    env: { CHROME: chrome },
  });
  await build();
  size();
  await step('types', () => capture('node', ['tests/types/check.mjs']));
  await step('portal', (onLine) => capture('cargo', ['build', '-p', 'bx24-portal'], { onLine }));
  console.log('end-to-end tests');
  await run('playwright', ['test', '--config', 'tests/e2e'], { env: { CHROME: chrome } });
  console.log(`all passed (${elapsed(start)})`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await exitWith(test);
