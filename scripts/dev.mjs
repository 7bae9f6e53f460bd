// `npm run dev`: the portal with the demo app; what changes is built anew. The portal's debug build
// reads the pages of www/ as they are.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { build } from './build.mjs';
import { inRoot, packageFolder, root } from './paths.mjs';
import { checkPorts } from './ports.mjs';
import { exitWith } from './run.mjs';
import { setup } from './setup.mjs';
import { buildPortal, portalProgram } from './start.mjs';

const quiet = 200; // ms without a change before a build: editors save in several steps
// plain: quicker to make, and its names are those of the source
const buildLibrary = () => build({ plain: true, to: packageFolder });
let portal;

function startPortal() {
  portal = spawn(portalProgram, process.argv.slice(2), { cwd: root, stdio: 'inherit' });
}

async function endPortal() {
  if (portal.exitCode !== null) return;
  portal.kill('SIGTERM');
  await once(portal, 'exit');
}

async function rebuildPortal() {
  await buildPortal();
  await endPortal();
  startPortal();
}

let last = Promise.resolve();

/** After a change in one of `folders`: `work`, never two at a time; a mistake waits for the next. */
function onChange(folders, work) {
  let timer;
  const queue = () => (last = last.then(() => exitWith(work)));
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(queue, quiet);
  };
  for (const folder of folders) watch(inRoot(folder), { recursive: true }, later);
}

// the portal gets Ctrl-C as well, and ends cleanly
process.on('SIGINT', () => (portal ? portal.once('exit', () => process.exit()) : process.exit()));

await exitWith(async () => {
  await checkPorts(process.argv.slice(2));
  await setup();
  await buildLibrary();
  await buildPortal();
  startPortal();
  onChange(['src', 'protocol'], buildLibrary);
  onChange(['portal/src', 'protocol/data'], rebuildPortal);
});
