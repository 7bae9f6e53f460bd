// The npm package in pkg/: two instances (full, mirror), the entries around them, types, manifest.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { manifest } from './manifest.mjs';
import { inRoot, packageFolder, targetFolder } from './paths.mjs';
import { exitWith } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';
import { makeInstance } from './instance.mjs';

const variants = [
  { name: 'full', stem: 'index', entries: ['index', 'node', 'classic'], features: [] },
  {
    name: 'mirror',
    stem: 'mirror',
    entries: ['mirror', 'mirror-node'],
    features: ['--no-default-features', '--features', 'mirror'],
  },
];
const documents = ['README.md', 'CHANGELOG.md', 'LICENSE-MIT', 'LICENSE-APACHE'];

/** `fast` leaves the wasm as rustc made it: for `npm run dev`. */
export async function build({ fast = false } = {}) {
  // made aside: a build that fails leaves the last package as it was
  const aside = join(targetFolder, 'package');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  for (const variant of variants) {
    await step(`build ${variant.name}`, (report) => addVariant(variant, aside, fast, report));
  }
  for (const name of documents.filter((name) => existsSync(inRoot(name)))) {
    cpSync(inRoot(name), join(aside, name));
  }
  writeFileSync(join(aside, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  rmSync(packageFolder, { recursive: true, force: true });
  cpSync(aside, packageFolder, { recursive: true });
}

async function addVariant({ name, stem, entries, features }, to, fast, report) {
  const instance = await makeInstance(name, features, fast, report);
  cpSync(instance.wasm, join(to, `${stem}_bg.wasm`));
  await bundle(entries, instance.glue, to);
  writeFileSync(join(to, `${stem}.d.ts`), types(instance.types));
}

/** What the Rust source says in its custom sections; wasm-bindgen only adds lines for linters. */
function types(file) {
  const text = readFileSync(file, 'utf8');
  return `${text.replace(/^\/\* (?:tslint:disable|eslint-disable) \*\/\n/gm, '').trim()}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => {
    await setup();
    await build();
    console.log('the package is in pkg/');
  });
}
