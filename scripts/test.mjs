// `npm test`: everything, one step after another; the first failure ends it.
// `npm test -- lint e2e` runs the set-up and the named steps only.
import { driverEnvironment } from './browser.mjs';
import { build } from './build.mjs';
import { checkFormat, lint } from './check.mjs';
import { compat } from './compat.mjs';
import { counted } from './count.mjs';
import { deny } from './deny.mjs';
import { makeAgain } from './reproduce.mjs';
import { exitWith, Failure } from './run.mjs';
import { setup } from './setup.mjs';
import { size } from './size.mjs';
import { buildPortal } from './start.mjs';
import { elapsed, step } from './step.mjs';
import { buildWithWasmPack } from './wasm-pack.mjs';

const steps = {
  format: () => step('format', checkFormat),
  lint: () => step('lint', lint),
  deny,
  host: () => counted('host tests', 'cargo', ['test', '--workspace', '--quiet']),
  compat,
  browser: ({ chrome, chromedriver }) =>
    counted(
      'browser tests',
      'wasm-pack',
      ['test', '--headless', '--chrome', '--chromedriver', chromedriver],
      driverEnvironment(chrome),
    ),
  build: () => build(),
  reproduce: () => step('a second build gives the same bytes', makeAgain),
  size: () => size(),
  types: () =>
    counted('types', 'node', [
      '--test',
      'tests/types/check.mjs',
      'tests/types/declarations.mjs',
      'tests/types/notices.mjs',
    ]),
  'wasm-pack': async () => {
    await step('plain wasm-pack build', buildWithWasmPack);
    return counted('types of plain wasm-pack build', 'node', [
      '--test',
      'tests/wasm-pack/types.mjs',
    ]);
  },
  portal: async () => void (await buildPortal()),
  e2e: ({ chrome }) =>
    counted('end-to-end tests', 'playwright', ['test', '--config', 'tests/e2e'], {
      CHROME: chrome,
    }),
  plain: async ({ chrome }) => {
    await build({ plain: true });
    const args = ['test', '--config', 'tests/e2e', ...smoke];
    const env = { CHROME: chrome, BX24_PACKAGE: 'pkg-plain' };
    return counted('end-to-end tests of the plain build', 'playwright', args, env);
  },
};

/** Each way to load the package, and a trap: enough to see that another build of it works. */
const smoke = ['e2e/ways.spec', 'e2e/main.spec', 'e2e/end.spec'];

function chosen(names) {
  const unknown = names.filter((name) => !(name in steps));
  if (unknown.length > 0) {
    const all = Object.keys(steps).join(', ');
    throw new Failure(`no step is called \`${unknown.join(' ')}\`; there are ${all}`);
  }
  return names.length > 0 ? names : Object.keys(steps);
}

await exitWith(async () => {
  const start = Date.now();
  const names = chosen(process.argv.slice(2));
  const browser = await setup({ browser: true });
  const results = [];
  for (const name of names) {
    const result = await steps[name](browser);
    results.push(typeof result === 'string' ? `${name} (${result})` : name);
  }
  console.log(`passed in ${elapsed(start)}: ${results.join(', ')}`);
});
