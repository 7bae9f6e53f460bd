// The npm package in pkg/: two instances (full, mirror), the entries around them, types, manifest.
// `npm run build -- --plain` makes pkg-plain/ of what stock cargo and `wasm-opt -Oz` give.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { compile, keepInstance } from './instance.mjs';
import { levers } from './levers.mjs';
import { manifest } from './manifest.mjs';
import { inRoot, packageFolder, plainFolder, targetFolder } from './paths.mjs';
import { exitWith } from './run.mjs';
import { setup } from './setup.mjs';
import { step } from './step.mjs';

export const variants = [
  { name: 'full', stem: 'index', entries: ['index', 'slim', 'classic'], features: [] },
  {
    name: 'mirror',
    stem: 'mirror',
    entries: ['mirror', 'mirror-slim'],
    features: ['--no-default-features', '--features', 'mirror'],
  },
];
/** What goes into the package as it is. */
const copied = [
  'npm/README.md',
  'npm/THIRD-PARTY-NOTICES',
  'npm/classic.d.ts',
  'npm/load.d.ts',
  'npm/slim.d.ts',
  'npm/mirror-slim.d.ts',
  'npm/vite.js',
  'npm/vite.d.ts',
  'CHANGELOG.md',
  'LICENSE-MIT',
  'LICENSE-APACHE',
];

/** Makes the package in the folder `to`; `plain` pulls no lever of levers.json. */
export async function build({ plain = false, to = plain ? plainFolder : packageFolder } = {}) {
  const pulled = plain ? [] : await levers();
  // made aside: a build that fails leaves the last package as it was
  const aside = join(targetFolder, 'package');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  for (const variant of variants) {
    const name = plain ? `${variant.name}-plain` : variant.name;
    await step(`build ${name}`, async (onLine) => {
      const compiled = await compile(variant.features, pulled, onLine);
      await pack(variant, await keepInstance(name, compiled, pulled), aside);
    });
  }
  for (const path of copied) cpSync(inRoot(path), join(aside, basename(path)));
  writeFileSync(join(aside, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  rmSync(to, { recursive: true, force: true });
  cpSync(aside, to, { recursive: true });
}

/** Puts into the folder `to` what the package has of a variant. */
export async function pack({ stem, entries }, instance, to) {
  cpSync(instance.wasm, join(to, `${stem}_bg.wasm`));
  await bundle(entries, instance, to);
  writeFileSync(join(to, `${stem}.d.ts`), types(instance.types));
}

/** What the Rust source says in its custom sections; wasm-bindgen only adds lines for linters. */
function types(file) {
  const text = readFileSync(file, 'utf8');
  return `${text.replace(/^\/\* (?:tslint:disable|eslint-disable) \*\/\n/gm, '').trim()}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => {
    const { values } = parseArgs({ options: { plain: { type: 'boolean', default: false } } });
    await setup();
    await build(values);
    console.log(`the package is in ${values.plain ? 'pkg-plain' : 'pkg'}/`);
  });
}
