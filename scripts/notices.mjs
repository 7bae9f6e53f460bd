// `npm run notices`: writes npm/THIRD-PARTY-NOTICES, what the package says of the crates in its
// WebAssembly.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';
import { capture, exitWith, Failure } from './run.mjs';

const head = `The WebAssembly of this package has code of Rust's standard library and of the crates below.
Here is the licence that each of them is used under. The standard library, of the Rust project's
developers, is used under Apache-2.0, whose text is LICENSE-APACHE.
`;
const rule = '-'.repeat(80);

/** The text; crates with the same licence text share it. */
export async function notices() {
  const byText = new Map();
  for (const crate of await compiledIn()) {
    const text = licenceOf(crate);
    byText.set(text, [...(byText.get(text) ?? []), `${crate.name}, ${crate.repository}`]);
  }
  const parts = [...byText].map(([text, crates]) => `${crates.join('\n')}\n\n${text}\n`);
  return [head, ...parts].join(`\n${rule}\n\n`);
}

/** The crates of others whose code is in the WebAssembly: macros and what they need are not. */
async function compiledIn() {
  const names = new Set((await cargo('tree', ...tree)).split('\n').map(withoutMarks));
  const { packages } = JSON.parse(await cargo('metadata', ...metadata));
  const isIn = ({ name, version, source }) => source && names.has(`${name} v${version}`);
  return packages.filter(isIn).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const cargo = (command, ...args) => capture('cargo', [command, '--quiet', '--locked', ...args]);
const platform = 'wasm32-unknown-unknown';
const metadata = ['--format-version', '1', '--filter-platform', platform];
const edges = ['--edges', 'normal,no-proc-macro', '--prefix', 'none'];
const tree = ['--package', 'bx24-callbind', '--target', platform, ...edges];

/** A line is like `serde v1.0.0 (*)`. */
const withoutMarks = (line) => line.split(' ', 2).join(' ');

/** MIT where there is a choice: its text has a line that says whose the crate is. */
function licenceOf({ name, license, manifest_path }) {
  const read = (file) => {
    const path = join(dirname(manifest_path), file);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  };
  const mit = read('LICENSE-MIT') || read('LICENSE');
  if (mit && license.includes('MIT'))
    return [mit, read('LICENSE-UNICODE')].filter(Boolean).join('\n\n');
  if (license.includes('Apache-2.0')) return 'Apache-2.0, whose text is LICENSE-APACHE.';
  throw new Failure(`\`${name}\` (${license}) brings no text of its licence: say here where it is`);
}

export const noticesFile = inRoot('npm', 'THIRD-PARTY-NOTICES');

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => writeFileSync(noticesFile, await notices()));
}
