// Sizes of pkg/, and whether they keep to size-budget.json (bytes in brotli, wasm and JavaScript of
// a slim entry together); beside them those of the entries in one file. `npm run size:doc` writes
// docs/size.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inRoot, packageFolder } from './paths.mjs';
import { exitWith, Failure } from './run.mjs';

const budgets = JSON.parse(readFileSync(inRoot('size-budget.json'), 'utf8'));
/** The files of each entry by its name in the budget. */
const entries = {
  mirror: { wasm: 'mirror_bg.wasm', js: 'mirror-slim.js', file: 'mirror.js' },
  full: { wasm: 'index_bg.wasm', js: 'slim.js', file: 'index.js' },
};

/** The sizes of an entry in the package `folder`: of `wasm`, of `js` and in `total`, and of the entry
 * in one `file`. */
export function measure(name, folder = packageFolder) {
  const size = (part) => sizes(join(folder, entries[name][part]));
  const [wasm, js, file] = ['wasm', 'js', 'file'].map(size);
  const total = Object.fromEntries(Object.keys(js).map((unit) => [unit, wasm[unit] + js[unit]]));
  return { wasm, js, total, file };
}

/** node's default quality of brotli is 11, the best. */
export const brotli = (bytes) => brotliCompressSync(bytes).length;

function sizes(file) {
  const bytes = read(file);
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    throw new Failure(`${file} is missing: run \`npm run build\` first`);
  }
}

/** Prints the table; fails when an entry is over its budget. */
export function size() {
  const over = [];
  console.log(row('', 'raw', 'gzip -9', 'brotli -11', 'budget'));
  for (const [name, budget] of Object.entries(budgets)) {
    const parts = measure(name);
    print(name, parts, budget);
    if (parts.total.brotli > budget) over.push(`${name} by ${parts.total.brotli - budget} bytes`);
  }
  if (over.length > 0) throw new Failure(`over the budget of size-budget.json: ${over.join(', ')}`);
}

function print(name, parts, budget) {
  for (const [part, { raw, gzip, brotli }] of Object.entries(parts)) {
    const shown = part === 'file' ? 'in one file' : part;
    console.log(row(`${name} ${shown}`, raw, gzip, brotli, part === 'total' ? budget : ''));
  }
}

const row = (name, ...cells) =>
  name.padEnd(20) + cells.map((cell) => cell.toLocaleString('en').padStart(12)).join('');

if (import.meta.url === pathToFileURL(process.argv[1]).href) await exitWith(size);
