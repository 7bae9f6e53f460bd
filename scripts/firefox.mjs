// `npm run firefox`: a second engine, with a Firefox that is there.
import { findFirefox } from './browser.mjs';
import { build } from './build.mjs';
import { exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';
import { buildPortal } from './start.mjs';

await exitWith(async () => {
  const firefox = findFirefox(); // before anything is built
  await setup();
  await build();
  await buildPortal();
  await run('playwright', ['test', '--config', 'tests/firefox'], { env: { FIREFOX: firefox } });
});
