// `npm run compat`: other crates that use the library compile, with the oldest wasm-bindgen that it
// allows and with the newest, each as cargo resolves it into a Cargo.lock that git does not keep.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, targetFolder } from './paths.mjs';
import { capture, exitWith } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

const options = [
  ...['--target', 'wasm32-unknown-unknown'],
  ...['--target-dir', join(targetFolder, 'compat')],
];

export async function compat() {
  for (const name of ['least', 'newest']) {
    const manifest = inRoot('tests', 'compat', name, 'Cargo.toml');
    await step(`compat: ${name} wasm-bindgen`, (onLine) =>
      capture('cargo', ['check', '--manifest-path', manifest, ...options], { onLine }),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => {
    await setup();
    await compat();
  });
}
