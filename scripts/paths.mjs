// Where things lie, and the environment that every command gets.
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const inRoot = (...parts) => join(root, ...parts);
export const toolsFolder = inRoot('.tools');
export const targetFolder = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
export const packageFolder = inRoot('pkg');
export const plainFolder = inRoot('pkg-plain');

const binaries = [join(toolsFolder, 'bin'), inRoot('node_modules', '.bin')];

export const environment = (extra = {}) => ({
  ...process.env,
  PATH: [...binaries, process.env.PATH].join(delimiter),
  ...extra,
});
