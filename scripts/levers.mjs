// What makes the wasm small beyond stock cargo and `wasm-opt -Oz`: the list in levers.json.
import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { hasSources } from './toolchain.mjs';

/** Each lever: `what` it does and its arguments for `cargo`, `rustc` or `wasmOpt`, or `shortNames`. */
export const allLevers = JSON.parse(readFileSync(inRoot('scripts', 'levers.json'), 'utf8'));

/** The levers that can be pulled here: what changes the compiler's output needs rust-src. */
export async function levers() {
  if (await hasSources()) return allLevers;
  console.log('  without `rustup component add rust-src` the package is larger than it can be');
  return allLevers.filter(({ cargo, rustc }) => !cargo && !rustc);
}

/** The arguments that `levers` give to `program`. */
export const argumentsFor = (program, levers) => levers.flatMap((lever) => lever[program] ?? []);
