// Fetches and starts the instance in a browser.

import { imports, start } from './start.js';

/** Starts the instance in the file at `url`. */
export async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw `${response.status} for ${url}`;
  // a server that does not know the type of .wasm files must not stop us
  const typed = response.headers.get('Content-Type')?.startsWith('application/wasm');
  start(
    typed
      ? await WebAssembly.instantiateStreaming(response, imports)
      : await WebAssembly.instantiate(await response.arrayBuffer(), imports),
  );
}
