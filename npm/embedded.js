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
  // a Response, since a Blob's bytes take a way through the browser's own process
  const { body } = new Response(Uint8Array.fromBase64?.(deflated) ?? decode(deflated));
  return new Response(body.pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
}

/** What `Uint8Array.fromBase64` does, for engines that do not have it yet. */
function decode(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
