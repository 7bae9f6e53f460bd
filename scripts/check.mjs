// What formatters and linters say of the sources.
import { capture } from './run.mjs';

const wasm32 = ['--lib', '--target', 'wasm32-unknown-unknown'];
const variants = [[], ['--no-default-features', '--features', 'mirror'], ['--no-default-features']];
const clippy = (...args) => ['cargo', 'clippy', ...args, '--', '-D', 'warnings'];

/** One after another: two cargo commands at once only wait for each other. */
async function all(commands, onLine) {
  for (const [command, ...args] of commands) await capture(command, args, { onLine });
}

export const checkFormat = (onLine) =>
  all(
    [
      ['cargo', 'fmt', '--all', '--check'],
      ['cargo', 'fmt', '--manifest-path', 'scripts/tools/Cargo.toml', '--check'],
      ['cargo', 'fmt', '--manifest-path', 'fuzz/Cargo.toml', '--check'],
      ['cargo', 'fmt', '--manifest-path', 'tests/compat/least/Cargo.toml', '--check'],
      ['prettier', '--check', '.'],
    ],
    onLine,
  );

export const lint = (onLine) =>
  all(
    [
      ['eslint', '.', '--max-warnings', '0'],
      clippy('--workspace', '--all-targets'),
      ...variants.map((features) => clippy(...wasm32, ...features)),
      clippy('--tests', '--target', 'wasm32-unknown-unknown'),
    ],
    onLine,
  );
