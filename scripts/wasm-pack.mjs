// The packages that plain `wasm-pack build` makes, with nothing of ours beside them.
import { join } from 'node:path';
import { targetFolder } from './paths.mjs';
import { capture } from './run.mjs';

const folderOf = (target) => join(targetFolder, 'wasm-pack', target);

export const webFolder = folderOf('web');
export const bundlerFolder = folderOf('bundler');

/** The wasm of both is the same: optimised once. */
const optionsOf = { web: [], bundler: ['--no-opt'] };

export async function buildWithWasmPack(onLine) {
  for (const [target, options] of Object.entries(optionsOf)) {
    const args = ['build', '--target', target, '--out-dir', folderOf(target), ...options];
    await capture('wasm-pack', args, { onLine });
  }
}
