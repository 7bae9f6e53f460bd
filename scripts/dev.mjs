// `npm run dev`: the portal, and the package built anew when its sources change.
import { watch } from 'node:fs';
import { build } from './build.mjs';
import { inRoot } from './paths.mjs';
import { exitWith } from './run.mjs';
import { setup } from './setup.mjs';
import { buildPortal, servePortal } from './start.mjs';

let building = false;
let changed = false;

async function rebuild() {
  changed = true;
  if (building) return;
  building = true;
  while (changed) {
    changed = false;
    // a mistake in a source is shown and waits for the next change
    await exitWith(() => build({ fast: true }));
  }
  building = false;
}

await exitWith(async () => {
  await setup();
  await build({ fast: true });
  await buildPortal();
  const timer = { id: undefined };
  watch(inRoot('src'), { recursive: true }, () => {
    clearTimeout(timer.id);
    timer.id = setTimeout(rebuild, 200);
  });
  await servePortal(process.argv.slice(2));
  process.exit();
});
