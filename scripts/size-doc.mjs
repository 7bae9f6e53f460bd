// `npm run size:doc`: measures what each lever saves, which takes a build for each, and writes it
// down in levers.json and docs/size.md.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, pack, variants } from './build.mjs';
import { crates, dataSize } from './crates.mjs';
import { compile, keptInstance, makeInstance } from './instance.mjs';
import { allLevers } from './levers.mjs';
import { inRoot, targetFolder } from './paths.mjs';
import { exitWith, Failure, run } from './run.mjs';
import { setup } from './setup.mjs';
import { brotli, measure } from './size.mjs';
import { step } from './step.mjs';
import { hasSources } from './toolchain.mjs';

const names = ['mirror', 'full'];
const folder = join(targetFolder, 'levers');
const number = (value) => value.toLocaleString('en');
const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** The sizes of all entries with the first `count` levers pulled. */
async function measureWith(count, onLine) {
  const pulled = allLevers.slice(0, count);
  const packed = join(folder, 'package');
  mkdirSync(packed, { recursive: true });
  for (const variant of variants) {
    const compiled = await compile(variant.features, pulled, onLine, folder);
    const instance = await makeInstance(compiled, pulled, join(folder, variant.name));
    await pack(variant, instance, packed);
  }
  return Object.fromEntries(names.map((name) => [name, measure(name, packed)]));
}

async function measureAll() {
  const measured = [];
  for (let count = 0; count <= allLevers.length; count += 1) {
    const { what } = allLevers[count - 1] ?? { what: 'stock cargo' };
    measured.push(await step(what, (onLine) => measureWith(count, onLine)));
  }
  rmSync(folder, { recursive: true, force: true });
  return measured;
}

function buildTable(plain, published) {
  const cells = (name, sizes) =>
    ['wasm', 'js', 'total', 'file'].map((part) => number(sizes[name][part].brotli));
  const rows = names.flatMap((name) => [
    [`\`${name}\`, as published`, ...cells(name, published)],
    [`\`${name}\`, plain`, ...cells(name, plain)],
  ]);
  return table(['Entry', 'wasm', 'JavaScript', 'together', 'in one file'], rows);
}

/** Each lever with what it saves beyond those before it. */
const withSavings = (measured) =>
  allLevers.map((lever, index) => {
    const saved = (name) =>
      measured[index][name].total.brotli - measured[index + 1][name].total.brotli;
    return { ...lever, saves: Object.fromEntries(names.map((name) => [name, saved(name)])) };
  });

function leverTable(levers) {
  const rows = levers.map((lever) => {
    const given = [lever.cargo, lever.rustc, lever.wasmOpt].flat().filter(Boolean);
    const flags = given.map((flag) => `\`${flag}\``).join(' ');
    return [lever.what, flags, ...names.map((name) => number(lever.saves[name]))];
  });
  return table(['Lever', 'Flags', ...names], rows);
}

function crateTable() {
  const instances = names.map(keptInstance);
  const found = instances.map((instance) => new Map(crates(instance)));
  const all = [...new Set(found.flatMap((crates) => [...crates.keys()]))];
  const cells = (values) => values.map((value) => number(value ?? 0));
  const rows = all
    .map((crate) => [crate, ...found.map((crates) => crates.get(crate))])
    .sort((a, b) => (b[2] ?? 0) - (a[2] ?? 0))
    .map(([crate, ...values]) => [`\`${crate}\``, ...cells(values)]);
  return table(
    ['Crate', ...names],
    [...rows, ['texts and other data', ...cells(instances.map(dataSize))]],
  );
}

/** What the wasm of an entry weighs in base64 alone, and deflated before. */
function inBase64(name) {
  const { wasm, deflated } = keptInstance(name);
  const weigh = (path) => number(brotli(Buffer.from(readFileSync(path).toString('base64'))));
  return `${name} ${weigh(wasm)} bytes in place of ${weigh(deflated)}`;
}

const document = (measured, levers) => `# Size

Written by \`npm run size:doc\`: change scripts/size-doc.mjs, not this file. All sizes are bytes in brotli at its best quality. \`npm run size\` prints those of pkg/, raw and gzip too; \`size-budget.json\` holds what an entry may weigh, wasm and JavaScript together, and \`npm test\` fails above it.

${buildTable(measured.at(0), measured.at(-1))}

Wasm and JavaScript are those of the slim entries. In one file the wasm is deflated, by zopfli, before it goes into base64: base64 alone is shorter to unpack, but hides the repetitions from brotli (${names.map(inBase64).join(', ')}) and takes twice the bytes where the server does not compress.

The plain build (\`npm run build -- --plain\`) is stock cargo with the profile \`wasm-release\`, wasm-bindgen and \`wasm-opt -Oz\`. CI builds and tests it too.

## What each lever saves

The levers stand in [scripts/levers.json](../scripts/levers.json). Each is measured on top of those above it. The flags that the compiler keeps to nightly builds are allowed by \`RUSTC_BOOTSTRAP=1\`; where the component rust-src cannot be had, the build leaves out what needs it, and says so.

${leverTable(levers)}

## What each crate costs

The bytes by which the code, compressed, is shorter without the functions of that crate. A function that was inlined counts for its caller, so these are hints, not sums. \`exports\` are the functions that JavaScript calls, \`dlmalloc\` and \`__rustc\` std's allocator.

${crateTable()}

## What was measured and left out

Saved bytes, mirror and full, on the code of 2026-11-25:

| What | mirror | full | Why not |
| --- | --: | --: | --- |
| a smaller allocator (\`lol_alloc\`) | 1,986 | 2,025 | its author advises against relying on it |
| functions reordered and dropped in the text of the wasm, names shortened by regular expressions, a searched list of passes | 1,151 | 2,084 | rewriting by guess is unsound |

## Reading a trap

\`target/bindgen/full/bx24_callbind.symbols\` names each function of \`index_bg.wasm\`, and \`mirror\` has its own: the 123 in the \`wasm-function[123]\` of a stack is the number at the beginning of a line.

## The same bytes again

Two builds of one commit give the same package: \`npm test\` makes it twice from one output of cargo, and \`npm run reproduce\` compares pkg/ with a build of the commit in a fresh clone.
`;

await exitWith(async () => {
  await setup();
  if (!(await hasSources())) throw new Failure('the levers need `rustup component add rust-src`');
  await build();
  const measured = await measureAll();
  const levers = withSavings(measured);
  writeFileSync(inRoot('docs', 'size.md'), document(measured, levers));
  writeFileSync(inRoot('scripts', 'levers.json'), JSON.stringify(levers));
  await run('prettier', ['--write', '--log-level', 'warn', 'scripts/levers.json']);
});
