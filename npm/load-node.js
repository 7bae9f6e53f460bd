// Reads and starts the instance in Node.

import { readFile } from 'node:fs/promises';
import { imports, start } from './start.js';

/** Starts the instance in the file at `url`. */
export async function load(url) {
  start(await WebAssembly.instantiate(await readFile(url), imports));
}
