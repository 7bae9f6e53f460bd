// Fuzzes each parser for a while: `npm run fuzz [-- TARGET …] [--seconds 30]`.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, toolsFolder } from './paths.mjs';
import { capture, exitWith, Failure } from './run.mjs';
import { step } from './step.mjs';
import { prepareToolchain } from './toolchain.mjs';

const known = readdirSync(inRoot('fuzz', 'fuzz_targets')).map((file) => parse(file).name);

await exitWith(async () => {
  const { targets, seconds } = readArguments();
  await check();
  await prepareToolchain();
  await prepareFuzzer();
  for (const target of targets) console.log(`  ${await fuzz(target, seconds)}, nothing found`);
});

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '30' } },
  });
  const seconds = Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Failure(`\`${values.seconds}\` is no number of seconds: give a whole one from 1`);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown) throw new Failure(`no target \`${unknown}\`: there are ${known.join(', ')}`);
  return { targets: positionals.length > 0 ? positionals : known, seconds };
}

/** libFuzzer is C++ and knows no Windows; better said now than by a linker. */
async function check() {
  if (process.platform === 'win32')
    throw new Failure('fuzzing cannot run here: libFuzzer needs Linux or macOS');
  await capture('c++', ['--version']).catch(() => {
    throw new Failure(
      'fuzzing cannot run here: libFuzzer needs a C++ compiler named `c++` (Debian, Ubuntu: `apt-get install g++`)',
    );
  });
}

async function prepareFuzzer() {
  if (existsSync(join(toolsFolder, 'bin', 'cargo-fuzz'))) return;
  await step('cargo-fuzz (a minute, once)', (onLine) =>
    capture('cargo', ['install', '--locked', '--no-track', '--root', toolsFolder, 'cargo-fuzz'], {
      env: { CARGO_TARGET_DIR: join(toolsFolder, 'target') },
      onLine,
    }),
  );
}

/** Resolves to how often the target ran. Without a sanitizer: the parsers hold no unsafe code, and so it
 * needs no nightly toolchain. */
async function fuzz(target, seconds) {
  const [corpus, seeds] = ['corpus', 'seeds'].map((folder) => inRoot('fuzz', folder, target));
  mkdirSync(corpus, { recursive: true });
  const limits = [`-max_total_time=${seconds}`, '-max_len=4096', '-timeout=5'];
  const command = ['fuzz', 'run', '--sanitizer', 'none', target, corpus, seeds, '--', ...limits];
  const env = { CARGO_TARGET_DIR: inRoot('fuzz', 'target') };
  const work = (onLine) => capture('cargo', command, { env, onLine });
  const output = await step(`${target}, ${seconds} s after its build`, work).catch((error) => {
    const where = `what made ${target} fail lies in fuzz/artifacts/${target}/`;
    throw new Failure(`${error.message}: ${where}`, error.output);
  });
  return /\d+ runs/.exec(output)?.[0];
}
