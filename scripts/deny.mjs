// `npm run deny`: cargo-deny on the crates of the library and the portal, as deny.toml says.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toolsFolder } from './paths.mjs';
import { capture, exitWith } from './run.mjs';
import { isStamped, stamp } from './stamp.mjs';
import { step } from './step.mjs';
import { prepareToolchain } from './toolchain.mjs';

const version = '0.20.2';

/** Resolves to what was left out, if anything was. */
export async function deny() {
  await prepareDeny();
  await step('licences, bans and sources of crates', (onLine) =>
    run(['check', '--hide-inclusion-graph', 'licenses', 'bans', 'sources'], onLine),
  );
  if (!(await hasAdvisories())) return 'advisories not checked: their database cannot be had';
  await step('advisories', (onLine) =>
    run(['--offline', 'check', '--hide-inclusion-graph', 'advisories'], onLine),
  );
}

const run = (args, onLine) =>
  capture('cargo-deny', ['--locked', '--workspace', ...args], { onLine });

/** They are in a repository on GitHub: without a way to it the rest is still worth checking. */
const hasAdvisories = () =>
  run(['fetch', 'db']).then(
    () => true,
    () => false,
  );

async function prepareDeny() {
  const installed = existsSync(join(toolsFolder, 'bin', 'cargo-deny'));
  if (installed && isStamped('cargo-deny', version)) return;
  const crate = `cargo-deny@${version}`;
  // not optimised: that takes four times as long, for a program that runs for a second
  const args = ['install', '--debug', '--locked', '--no-track', '--force', '--root', toolsFolder];
  const env = { CARGO_TARGET_DIR: join(toolsFolder, 'target'), CARGO_PROFILE_DEV_DEBUG: '0' };
  await step('cargo-deny (a minute, once)', (onLine) =>
    capture('cargo', [...args, crate], { env, onLine }),
  );
  stamp('cargo-deny', version);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await exitWith(async () => {
    await prepareToolchain();
    const left = await deny();
    if (left) console.log(left);
  });
}
