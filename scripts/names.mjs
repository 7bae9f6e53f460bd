// Short names for what a wasm file and its glue call each other by: wasm-opt chooses them, esbuild
// follows.
import { readFileSync, writeFileSync } from 'node:fs';
import { capture, Failure } from './run.mjs';

/** Resolves to the same as `longNames` of connector.mjs. */
export async function shortenNames(wasm, glue) {
  const minify = ['-g', '--minify-imports-and-exports-and-modules', wasm, '-o', wasm];
  const map = JSON.parse(await capture('wasm-opt', minify));
  const exports = map.exports.map(([name, as]) => ({ name, as }));
  writeFileSync(glue, await renamed(readFileSync(glue, 'utf8'), exports));
  const module = 'a'; // what wasm-opt calls the one module that remains
  const imports = map.imports.map(([from, name, as]) => ({
    module: from,
    name,
    as: { module, name: as },
  }));
  return { imports, exports };
}

async function renamed(glue, exports) {
  const { transform } = await import('esbuild'); // not at the top: read before `npm ci` ran
  const mangleProps = new RegExp(`^(${exports.map(({ name }) => name).join('|')})$`);
  const mangled = async (as) => {
    const mangleCache = Object.fromEntries(exports.map((each) => [each.name, as(each)]));
    return (await transform(glue, { mangleProps, mangleCache })).code;
  };
  // esbuild renames a property of whatever object: all those renamed must be the instance's
  const marked = await mangled(({ name }) => `export$${name}`);
  const foreign = exports.find(({ name }) =>
    new RegExp(`(?<!\\bwasm\\.)export\\$${name}\\b`).test(marked),
  );
  if (foreign)
    throw new Failure(`rename the export \`${foreign.name}\`: the glue has that property`);
  return mangled(({ as }) => as);
}
