// Short names for what a wasm file and its glue call each other by: wasm-opt chooses them, esbuild
// follows.
import { readFileSync, writeFileSync } from 'node:fs';
import { capture } from './run.mjs';

/** Resolves to the same as `longNames` of connector.mjs. */
export async function shortenNames(wasm, glue) {
  const minify = ['-g', '--minify-imports-and-exports-and-modules', wasm, '-o', wasm];
  const map = JSON.parse(await capture('wasm-opt', minify));
  const exports = map.exports.map(([name, as]) => ({ name, as }));
  await rename(glue, exports);
  const module = 'a'; // what wasm-opt calls the one module that remains
  const imports = map.imports.map(([from, name, as]) => ({
    module: from,
    name,
    as: { module, name: as },
  }));
  return { imports, exports };
}

/** Renames the exports in the glue. esbuild renames a property of whatever object: an export whose
 * name other objects use too is `aliased`, the glue goes on calling it by its long name. */
async function rename(glue, exports) {
  const marked = await mangled(glue, exports, ({ name }) => `export$${name}`);
  for (const each of exports) {
    each.aliased = new RegExp(`(?<!\\bwasm\\.)export\\$${each.name}\\b`).test(marked);
  }
  const free = exports.filter(({ aliased }) => !aliased);
  writeFileSync(glue, await mangled(glue, free, ({ as }) => as));
}

async function mangled(glue, exports, as) {
  const { transform } = await import('esbuild'); // not at the top: read before `npm ci` ran
  const mangleProps = new RegExp(`^(${exports.map(({ name }) => name).join('|')})$`);
  const mangleCache = Object.fromEntries(exports.map((each) => [each.name, as(each)]));
  return (await transform(readFileSync(glue, 'utf8'), { mangleProps, mangleCache })).code;
}
