// `npm run consumers`: the packed package, built and loaded in every way its users do.
import { build } from './build.mjs';
import { capture, exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

await exitWith(async () => {
  const { chrome } = await setup({ browser: true });
  await build();
  await step('portal', (onLine) => capture('cargo', ['build', '-p', 'bx24-portal'], { onLine }));
  await run('playwright', ['test', '--config', 'tests/consumers'], { env: { CHROME: chrome } });
});
