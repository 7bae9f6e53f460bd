// From Rust to one wasm file with its glue: rustc, wasm-bindgen, wasm-opt.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { targetFolder } from './paths.mjs';
import { order } from './order.mjs';
import { capture } from './run.mjs';
import { features, shorten } from './shorten.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';
import { TABLE_BASE, withoutUnused } from './unused.mjs';
import { hasSources } from './toolchain.mjs';

const target = ['--target', 'wasm32-unknown-unknown', '--profile', 'wasm-release'];

/** What makes the file small, in the order of what it brings in brotli:
 * - a panic stops at once instead of making a message that nobody reads
 * - of the functions marked `#[inline]` only the small ones are inlined early; generic ones are not
 *   shared between crates, so that LLVM inlines what has one caller
 * - no loop variables and no loads that LLVM adds for speed
 * - JavaScript values in a list of the glue's take less code than in a table of the instance's
 * - above a stack of half a megabyte addresses are a byte shorter than above the usual one */
const flags = [
  '-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none',
  '-Zinline-mir=yes -Zinline-mir-hint-threshold=40 -Zshare-generics=no',
  '-Cllvm-args=-disable-lsr -Cllvm-args=-enable-load-pre=0',
  '-Ctarget-feature=-reference-types',
  `-Clink-arg=-zstack-size=524288 -Clink-arg=--table-base=${TABLE_BASE}`,
];

/** Builds the standard library too, for size. The folder of its own keeps it all built. */
const small = {
  options: ['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
  env: {
    RUSTC_BOOTSTRAP: '1', // the flags that the compiler keeps to its nightly builds
    RUSTFLAGS: flags.join(' '),
    CARGO_TARGET_DIR: join(targetFolder, 'small'),
  },
};

/** Resolves to the paths `{ wasm, glue, types }` of the instance called `name`. */
export async function makeInstance(name, features, fast, onLine) {
  const folder = join(targetFolder, 'bindgen', name);
  const file = (suffix) => join(folder, `bx24_callbind${suffix}`);
  const compiled = await compile(features, fast, onLine);
  const makers = ['instance', 'order', 'shorten', 'unused'].map(
    (script) => `scripts/${script}.mjs`,
  );
  const inputs = [compiled, 'tools/Cargo.lock', 'package-lock.json', ...makers];
  const wanted = fingerprint(inputs, folder, fast);
  if (!isStamped(name, wanted) || !existsSync(file('.d.ts'))) {
    stamp(name, ''); // what fails from here on is done again
    rmSync(folder, { recursive: true, force: true });
    await bind(compiled, folder);
    if (!fast) await optimise(file('_bg.wasm'), file('_bg.js'));
    await shorten(file('_bg.wasm'), file('_bg.js'));
    if (!fast) await order(file('_bg.wasm'));
    stamp(name, wanted);
  }
  return { wasm: file('_bg.wasm'), glue: file('_bg.js'), types: file('.d.ts') };
}

/** Resolves to the file that rustc made. */
async function compile(features, fast, onLine) {
  const sources = await hasSources();
  if (!fast && !sources)
    console.log('  without `rustup component add rust-src` the package is larger than it can be');
  const { options, env } = !fast && sources ? small : { options: [], env: {} };
  await capture('cargo', ['build', '--lib', ...target, ...features, ...options], { env, onLine });
  const folder = env.CARGO_TARGET_DIR ?? targetFolder;
  return join(folder, 'wasm32-unknown-unknown', 'wasm-release', 'bx24_callbind.wasm');
}

function bind(compiled, folder) {
  const options = ['--remove-name-section', '--remove-producers-section', '--target', 'bundler'];
  return capture('wasm-bindgen', [...options, '--out-dir', folder, compiled]);
}

/** Rust never puts anything into the first kilobyte; calls are as short as what they would save. */
const passes =
  '--low-memory-unused --remove-unused-brs --pick-load-signs -aimfs=4 --coalesce-locals-learning ' +
  '-ocimfs=15 --flatten --converge --reorder-locals --rereloop --simplify-locals --rse -Os ' +
  '--const-hoisting --gufa-optimizing -Os --gufa-optimizing';

async function optimise(wasm, glue) {
  const text = `${wasm}.wat`;
  await withoutUnused(wasm, glue, text);
  await capture('wasm-opt', [...features, ...passes.split(' '), text, '-o', wasm]);
}
