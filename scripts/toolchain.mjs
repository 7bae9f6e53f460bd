// Rust: the channel of rust-toolchain.toml, with the wasm32 target, clippy, rustfmt and, where it
// can be had, the standard library's source.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { capture, Failure } from './run.mjs';
import { step } from './step.mjs';

const target = 'wasm32-unknown-unknown';
const components = ['clippy', 'rustfmt'];

export async function prepareToolchain() {
  const missing = await whatIsMissing();
  if (missing.length > 0) {
    await step(`Rust: ${missing.join(', ')}`, (report) => install(report));
    const left = await whatIsMissing();
    if (left.length > 0) throw new Failure(`rustup did not install ${left.join(', ')}`);
  }
  if (!(await hasSources())) await addSources();
}

/** Whether the standard library can be built, which makes the package smaller. */
export async function hasSources() {
  const sysroot = await findSysroot();
  return existsSync(join(sysroot ?? '', 'lib', 'rustlib', 'src', 'rust', 'library', 'std'));
}

async function addSources() {
  const add = (onLine) => capture('rustup', ['component', 'add', 'rust-src'], { onLine });
  // all else works without them, and the build says what it lacks
  await step('Rust: rust-src', add).catch(() => {});
}

async function whatIsMissing() {
  const sysroot = await findSysroot();
  if (!sysroot) return ['toolchain'];
  const parts = {
    [target]: join('lib', 'rustlib', target),
    clippy: join('bin', 'cargo-clippy'),
    rustfmt: join('bin', 'rustfmt'),
  };
  return Object.keys(parts).filter((name) => !existsSync(join(sysroot, parts[name])));
}

async function findSysroot() {
  try {
    const env = { RUSTUP_AUTO_INSTALL: '0' };
    return (await capture('rustc', ['--print', 'sysroot'], { env })).trim().split('\n').at(-1);
  } catch {
    return undefined;
  }
}

async function install(onLine) {
  const channel = /^channel = "(.+)"$/m.exec(
    readFileSync(inRoot('rust-toolchain.toml'), 'utf8'),
  )[1];
  const wanted = ['--profile', 'minimal', '--target', target];
  for (const component of components) wanted.push('--component', component);
  try {
    await capture('rustup', ['toolchain', 'install', channel, ...wanted], { onLine });
  } catch (error) {
    throw new Failure(
      `rustup could not install Rust ${channel} with ${target}, ${components.join(', ')}; ` +
        'install rustup (https://rustup.rs) if it is missing, then run this again',
      error.output || error.message,
    );
  }
}
