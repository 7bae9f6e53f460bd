// The wasm that an entry carries inside: deflated, since base64 hides from a server's compression
// what repeats, then in base64.

import deflated from 'wasm';
import { wasmFailed } from './errors.js';
import { isPage, preconnect } from './page.js';
import { start } from './start.js';

if (isPage) preconnect();

/** Starts the instance. */
export async function embedded() {
  const bytes = await inflate().catch((error) => {
    throw wasmFailed(
      `it could not be unpacked (${error}), \`bx24-callbind/slim\` needs no unpacking`,
    );
  });
  await start(bytes);
}

async function inflate() {
  const bytes = Uint8Array.from(atob(deflated), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}
