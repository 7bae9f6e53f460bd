// `npm run bench`: speed, size and a burst of calls beside b24jssdk, and the time to the first callback;
// prints, and writes docs/bench.md and docs/first-callback.md.
import { build } from '../scripts/build.mjs';
import { exitWith, run } from '../scripts/run.mjs';
import { setup } from '../scripts/setup.mjs';
import { buildPortal } from '../scripts/start.mjs';

await exitWith(async () => {
  const { chrome } = await setup({ browser: true });
  await build();
  await buildPortal();
  await run('playwright', ['test', '--config', 'bench'], { env: { CHROME: chrome } });
});
