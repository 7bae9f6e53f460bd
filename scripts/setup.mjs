// Everything that the other scripts need, made once: Rust, npm packages, wasm tools, a browser.
// Uses what Node has built in only: it runs before `npm ci` did.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareBrowser } from './browser.mjs';
import { inRoot, toolsFolder } from './paths.mjs';
import { capture, exitWith, Failure } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';
import { elapsed, step } from './step.mjs';
import { prepareToolchain } from './toolchain.mjs';

/** Resolves to `{ chrome, chromedriver }` if a browser is asked for. */
export async function setup({ browser = false } = {}) {
  const start = Date.now();
  checkNode();
  checkBindgen();
  const [, , found] = await Promise.all([
    prepareToolchain().then(prepareTools),
    preparePackages(),
    browser ? prepareBrowser() : {},
  ]);
  console.log(`✓ set-up (${elapsed(start)})`);
  return found;
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    throw new Failure(`Node \`${process.version}\` is too old; install Node 20 or newer`);
}

/** wasm-bindgen refuses what a library of another version made. */
function checkBindgen() {
  const [library, program] = [
    lockedVersion('Cargo.lock', 'wasm-bindgen'),
    lockedVersion('scripts/tools/Cargo.lock', 'wasm-bindgen-cli'),
  ];
  if (library === program) return;
  throw new Failure(
    `Cargo.lock has wasm-bindgen \`${library}\`, scripts/tools/Cargo.lock wasm-bindgen-cli \`${program}\`: ` +
      `they must be the same; \`cargo update -p wasm-bindgen --precise ${program}\` makes them so`,
  );
}

function lockedVersion(lock, name) {
  const text = readFileSync(inRoot(lock), 'utf8');
  return new RegExp(`^name = "${name}"\nversion = "(.+)"$`, 'm').exec(text)?.[1];
}

async function preparePackages() {
  const wanted = fingerprint(['package.json', 'package-lock.json'], process.version);
  if (isStamped('npm', wanted) && existsSync(inRoot('node_modules'))) return;
  await step('npm packages', (onLine) =>
    capture('npm', ['ci', '--no-audit', '--no-fund'], { onLine }),
  );
  stamp('npm', wanted);
}

const programs = ['wasm-bindgen', 'wasm-bindgen-test-runner', 'wasm-pack'];

async function prepareTools() {
  const sources = [
    'scripts/tools/Cargo.toml',
    'scripts/tools/Cargo.lock',
    'scripts/tools/src/main.rs',
  ];
  const wanted = fingerprint(sources, process.platform, process.arch);
  const binary = join(toolsFolder, 'target', 'debug', 'tools');
  if (isStamped('tools', wanted) && existsSync(binary)) return;
  await step(`${programs.join(', ')} (some minutes, once)`, (onLine) =>
    capture('cargo', ['build', '--locked', '--manifest-path', 'scripts/tools/Cargo.toml'], {
      env: { CARGO_TARGET_DIR: join(toolsFolder, 'target') },
      onLine,
    }),
  );
  linkPrograms(binary);
  stamp('tools', wanted);
}

function linkPrograms(binary) {
  mkdirSync(join(toolsFolder, 'bin'), { recursive: true });
  for (const program of programs) {
    const link = join(toolsFolder, 'bin', program);
    rmSync(link, { force: true });
    symlinkSync(binary, link);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(() => setup({ browser: process.argv.includes('--browser') }));
}
