// Reads and starts the instance in Node.

import { readFile } from 'node:fs/promises';
import * as glue from 'glue';
import { start } from './start.js';

/** Starts the instance in the file at `url`. */
export async function load(url) {
  start(await WebAssembly.instantiate(await readFile(url), { './bx24_callbind_bg.js': glue }));
}
