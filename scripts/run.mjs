// Runs a command: seen as it goes (`run`), or kept back unless it fails (`capture`).
import { spawn } from 'node:child_process';
import { environment, root } from './paths.mjs';

/** What went wrong in words a user can act on; `output` is what the command printed. */
export class Failure extends Error {
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/** Ends the process with the message of what `main` throws. */
export async function exitWith(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`);
    process.stderr.write(`\nfailed: ${error.message}\n`);
    process.exitCode = 1;
  }
}

export const run = (command, args, options = {}) =>
  execute(command, args, { ...options, stdio: 'inherit' });

/** Resolves to all that the command printed; `onLine` gets each line as it comes. */
export const capture = (command, args, options = {}) =>
  execute(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });

/** Like `capture`, and shown as it goes. */
export const tee = (command, args, options = {}) =>
  capture(command, args, { ...options, show: true });

function execute(command, args, { env, cwd = root, stdio, onLine, show }) {
  const { promise, resolve, reject } = withResolvers();
  const child = spawn(command, args, { cwd, stdio, env: environment(env) });
  const line = `${command} ${args.join(' ')}`;
  let output = '';
  const read = (sink) => (chunk) => {
    output += chunk;
    if (show) sink.write(chunk);
    onLine?.(chunk.toString().trimEnd().split('\n').at(-1).trim());
  };
  child.stdout?.on('data', read(process.stdout));
  child.stderr?.on('data', read(process.stderr));
  child.on('error', (error) => reject(new Failure(`\`${line}\` did not start: ${error.message}`)));
  child.on('close', (code, signal) =>
    code === 0
      ? resolve(output)
      : reject(new Failure(`\`${line}\` ended with ${signal ?? code}`, show ? '' : output)),
  );
  return promise;
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
