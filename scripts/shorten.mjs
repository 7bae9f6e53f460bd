// wasm-bindgen names what wasm and glue call each other by at length and with a hash, in both
// files. Here they get names of one or two letters.
import { readFileSync, writeFileSync } from 'node:fs';
import { capture, Failure } from './run.mjs';

/** What wasm-opt calls the one module that the instance then imports. */
const MODULE = 'a';

/** What the instance uses of WebAssembly: a module that was text does not say it. */
export const features = ['bulk-memory', 'nontrapping-float-to-int', 'sign-ext', 'multivalue'].map(
  (feature) => `--enable-${feature}`,
);

/** Shortens the names in the `wasm` file and in its `glue`, which then exports `imports`, all that
 * the instance imports, and `start`, which takes what it exports. */
export async function shorten(wasm, glue) {
  // prints which name became which
  const minify = [
    ...features,
    '--minify-imports-and-exports-and-modules',
    '--strip-target-features',
    ...[wasm, '-o', wasm],
  ];
  const { imports, exports } = JSON.parse(await capture('wasm-opt', minify));
  const { functions, rest } = split(without(readFileSync(glue, 'utf8')));
  const text = [rest, starter(exports), ...members(imports, functions), ''].join('\n');
  writeFileSync(glue, renameExports(text, new Map(exports)));
}

/** What the glue does for engines that cannot run the instance anyway. */
const OLD_ENGINES = [
  [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}\n/m, ''],
  [/^ {4}if \(realloc === undefined\) \{[^]*?^ {4}\}\n/m, ''],
  [/\(typeof FinalizationRegistry === 'undefined'\)[^]*?\n {4}: (?=new FinalizationRegistry)/, ''],
  [/cachedDataViewMemory0\.buffer\.detached === true \|\| \(.*? && (cached\S+ !== \S+)\)\)/, '$1)'],
  [/let result;\s+try \{\s+result = (.* instanceof \w+);[^]*?return ret;/g, 'return $1;'],
];

/** Values that are named before they are given back. */
const NAMED = /const ret = (.*);\n {4}return (\w+\()?ret(\))?;/g;

function without(text) {
  for (const [part, instead] of OLD_ENGINES) {
    if (text.search(part) < 0) throw new Failure(`the glue has nothing like \`${part.source}\``);
    text = text.replace(part, instead);
  }
  return text.replace(NAMED, 'return $2$1$3;');
}

/** Takes the functions apart that only the instance calls. */
function split(text) {
  const functions = new Map();
  const rest = text.replace(/^export function (__wb\w+)([^]*?\n\}.*)\n/gm, (whole, name, code) => {
    if (name === '__wbg_set_wasm') return whole;
    functions.set(name, code);
    return '';
  });
  return { functions, rest };
}

function starter(exports) {
  const lines = ['export function start(exports) {', '  __wbg_set_wasm(exports);'];
  if (exports.some(([name]) => name === '__wbindgen_start'))
    lines.push('  wasm.__wbindgen_start();');
  return [...lines, '}'].join('\n');
}

/** The imports as members of one object: shorter than a list of functions and their names. Those
 * that begin alike stand together, which compresses well. */
function members(imports, functions) {
  const foreign = [];
  const inside = imports.map(([module, name, short]) => {
    if (functions.has(name)) return [functions.get(name), short];
    if (module.endsWith('_bg.js')) throw new Failure(`the glue has no function \`${name}\``);
    foreign.push(`import { ${name} as ${short}_ } from '${module}';`);
    return [`: ${short}_`, short];
  });
  return [
    ...foreign,
    `export const imports = { ${MODULE}: {`,
    ...inside.sort().map(([code, short]) => `'${short}'${code},`),
    '} };',
  ];
}

function renameExports(text, names) {
  return text.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!names.has(name)) throw new Failure(`the instance exports no \`${name}\``);
    return `wasm.${names.get(name)}`;
  });
}
