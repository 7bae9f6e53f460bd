// Fetches and starts the instance in a browser.

import { imports, start } from './start.js';

/** Starts the instance in the file at `url`. */
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw `${response.status} for ${url}`;
  // not streamed, which only pays for larger files: any `Content-Type` will do
  start(await WebAssembly.instantiate(await response.arrayBuffer(), imports));
}
