// Sizes of pkg/, and whether they keep to size-budget.json (bytes, brotli, wasm and glue together).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { inRoot, packageFolder } from './paths.mjs';
import { exitWith, Failure } from './run.mjs';

const budgetFile = inRoot('size-budget.json');
const stems = { full: 'index', mirror: 'mirror' };

function measure(file) {
  const bytes = read(file);
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length, // node's default quality is 11
  };
}

function read(file) {
  try {
    return readFileSync(join(packageFolder, file));
  } catch {
    throw new Failure(`pkg/${file} is missing: run \`npm run build\` first`);
  }
}

const sum = (a, b) => ({
  raw: a.raw + b.raw,
  gzip: a.gzip + b.gzip,
  brotli: a.brotli + b.brotli,
});

function measureVariant(stem) {
  const [wasm, glue] = [measure(`${stem}_bg.wasm`), measure(`${stem}.js`)];
  return { wasm, glue, total: sum(wasm, glue) };
}

/** Prints the table; fails when a variant is over its budget. `save` writes the sizes down. */
export function size({ save = false } = {}) {
  const budgets = JSON.parse(readFileSync(budgetFile, 'utf8'));
  const over = [];
  console.log(row('', 'raw', 'gzip -9', 'brotli -11', 'budget'));
  for (const [name, { budget }] of Object.entries(budgets)) {
    const parts = measureVariant(stems[name]);
    print(name, parts, budget);
    budgets[name].measured = { wasm: parts.wasm.brotli, glue: parts.glue.brotli };
    if (parts.total.brotli > budget) over.push(`${name} by ${parts.total.brotli - budget} bytes`);
  }
  if (save) writeFileSync(budgetFile, `${JSON.stringify(budgets, null, 2)}\n`);
  if (over.length > 0) throw new Failure(`over the budget of size-budget.json: ${over.join(', ')}`);
}

function print(name, parts, budget) {
  for (const [part, { raw, gzip, brotli }] of Object.entries(parts)) {
    console.log(row(`${name} ${part}`, raw, gzip, brotli, part === 'total' ? budget : ''));
  }
}

const row = (name, ...cells) =>
  name.padEnd(14) + cells.map((cell) => cell.toLocaleString('en').padStart(12)).join('');

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(() => size({ save: process.argv.includes('--save') }));
}
