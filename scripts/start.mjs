// `npm start`: the local portal with the demo app. Arguments after `--` go to the portal.
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { capture, exitWith, run } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

export const buildPortal = () =>
  step('portal', (onLine) => capture('cargo', ['build', '-p', 'bx24-portal'], { onLine }));

/** The portal until it is stopped by Ctrl-C. */
export function servePortal(args) {
  // Ctrl-C goes to the portal too, which ends cleanly; this process only waits for it
  process.on('SIGINT', () => {});
  return run('cargo', ['run', '--quiet', '-p', 'bx24-portal', '--', ...args]);
}

async function start() {
  await setup();
  await build();
  await buildPortal();
  await servePortal(process.argv.slice(2));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await exitWith(start);
