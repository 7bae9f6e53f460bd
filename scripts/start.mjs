// `npm start`: the local portal with the demo app. Arguments after `--` go to the portal.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { targetFolder } from './paths.mjs';
import { checkPorts } from './ports.mjs';
import { capture, exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

// the debug build is quicker to get, and reads the pages of www/ as they are
export const portalProgram = join(targetFolder, 'debug', 'bx24-portal');

export const buildPortal = () =>
  step('portal', (onLine) => capture('cargo', ['build', '-p', 'bx24-portal'], { onLine }));

async function start() {
  await checkPorts(process.argv.slice(2));
  await setup();
  await build();
  await buildPortal();
  // Ctrl-C goes to the portal too, which ends cleanly; this process only waits for it
  process.on('SIGINT', () => {});
  await run(portalProgram, process.argv.slice(2));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await exitWith(start);
