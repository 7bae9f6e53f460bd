// From Rust to one wasm file with its glue: cargo, wasm-bindgen, wasm-opt.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connector, longNames } from './connector.mjs';
import { argumentsFor } from './levers.mjs';
import { shortenNames } from './names.mjs';
import { targetFolder } from './paths.mjs';
import { capture } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const crate = 'bx24_callbind';
const target = ['--target', 'wasm32-unknown-unknown', '--profile', 'wasm-release'];

/** Flags make cargo build everything anew: in a folder of its own, so that the rest is kept. */
const smallFolder = join(targetFolder, 'small');

/** Resolves to the wasm file that cargo makes of the library with its Cargo `features`. */
export async function compile(features, levers, onLine, ownFolder = smallFolder) {
  const [cargo, rustc] = ['cargo', 'rustc'].map((program) => argumentsFor(program, levers));
  const stock = cargo.length + rustc.length === 0;
  const folder = stock ? targetFolder : ownFolder;
  // RUSTC_BOOTSTRAP allows the flags that the compiler keeps to its nightly builds
  const env = stock ? {} : { RUSTC_BOOTSTRAP: '1', RUSTFLAGS: rustc.join(' ') };
  await capture('cargo', ['build', '--lib', ...target, ...features, ...cargo], {
    env: { ...env, CARGO_TARGET_DIR: folder },
    onLine,
  });
  return join(folder, 'wasm32-unknown-unknown', 'wasm-release', `${crate}.wasm`);
}

const makers = ['connector', 'instance', 'names'].map((script) => `scripts/${script}.mjs`);

const folderOf = (name) => join(targetFolder, 'bindgen', name);

/** The instance that `keepInstance` made. */
export const keptInstance = (name) => files(folderOf(name));

/** Like `makeInstance`, and done only where something changed since the last time. */
export async function keepInstance(name, compiled, levers) {
  const folder = folderOf(name);
  const inputs = [compiled, 'scripts/tools/Cargo.lock', 'package-lock.json', ...makers];
  const wanted = fingerprint(inputs, folder, JSON.stringify(levers));
  if (isStamped(name, wanted) && existsSync(folder)) return files(folder);
  stamp(name, ''); // what fails from here on is done again
  await makeInstance(compiled, levers, folder);
  stamp(name, wanted);
  return files(folder);
}

/** What the folder of an instance holds. `compiled` is as cargo made it, which keeps only its latest;
 * `symbols` says what each function of `wasm` is in Rust, for the numbers in the stack of a trap. */
function files(folder) {
  const file = (suffix) => join(folder, `${crate}${suffix}`);
  return {
    compiled: join(folder, 'compiled.wasm'),
    wasm: file('_bg.wasm'),
    deflated: file('_bg.deflated'),
    bound: file('_bg.js'),
    glue: file('_connector.js'),
    types: file('.d.ts'),
    symbols: file('.symbols'),
  };
}

/** Makes an instance and its glue of the file `compiled`, in `folder`. */
export async function makeInstance(compiled, levers, folder) {
  rmSync(folder, { recursive: true, force: true });
  const made = files(folder);
  const optimise = (...args) => capture('wasm-opt', [...args, made.wasm, '-o', made.wasm]);
  // browsers that run the instance know `encodeInto`
  const options = ['--target', 'bundler', '--encode-into', 'always', '--remove-producers-section'];
  await capture('wasm-bindgen', [...options, '--out-dir', folder, '--out-name', crate, compiled]);
  cpSync(compiled, made.compiled);
  await optimise('-g', '-Oz', ...argumentsFor('wasmOpt', levers));
  const isShort = levers.some(({ shortNames }) => shortNames);
  const names = isShort ? await shortenNames(made.wasm, made.bound) : longNames(made.wasm);
  writeFileSync(made.glue, connector(`./${crate}_bg.js`, names));
  await optimise('--strip-target-features', `--symbolmap=${made.symbols}`);
  writeFileSync(made.deflated, await deflate(readFileSync(made.wasm)));
  return made;
}

/** As zlib does, and 5 % smaller. */
async function deflate(bytes) {
  // not at the top: this file is read before `npm ci` ran
  const { default: zopfli } = await import('@gfx/zopfli');
  return zopfli.zlibAsync(bytes, {});
}
