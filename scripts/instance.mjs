// From Rust to one wasm file with its glue: rustc, wasm-bindgen, wasm-opt.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { targetFolder } from './paths.mjs';
import { capture } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const target = ['--target', 'wasm32-unknown-unknown', '--profile', 'wasm-release'];
const compiled = join(targetFolder, 'wasm32-unknown-unknown', 'wasm-release', 'bx24_callbind.wasm');

/** Resolves to the paths `{ wasm, glue, types }` of the instance called `name`. */
export async function makeInstance(name, features, fast, onLine) {
  const folder = join(targetFolder, 'bindgen', name);
  const file = (suffix) => join(folder, `bx24_callbind${suffix}`);
  await capture('cargo', ['build', '--lib', ...target, ...features], { onLine });
  const wanted = fingerprint([compiled, 'tools/Cargo.lock', 'package-lock.json'], folder, fast);
  if (!isStamped(name, wanted) || !existsSync(file('.d.ts'))) {
    rmSync(folder, { recursive: true, force: true });
    await bind(folder);
    if (!fast) await optimise(file('_bg.wasm'));
    stamp(name, wanted);
  }
  return { wasm: file('_bg.wasm'), glue: file('_bg.js'), types: file('.d.ts') };
}

function bind(folder) {
  const options = ['--remove-name-section', '--remove-producers-section'];
  return capture('wasm-bindgen', [
    '--target',
    'bundler',
    '--out-dir',
    folder,
    ...options,
    compiled,
  ]);
}

const optimise = (file) => capture('wasm-opt', ['-Oz', file, '-o', file]);
