// What a page does for the library before the wasm is there.

import { portalFrame } from 'handshake';

/** Not Node, not a worker: here the library starts at import. */
export const isPage = typeof document === 'object';

/** Lets the browser connect to the portal meanwhile. Only a connection made with
 * `crossorigin="anonymous"` is used by the calls, which go without cookies. */
export function preconnect() {
  const frame = portalFrame();
  if (!frame) return;
  const link = document.createElement('link');
  const attributes = { rel: 'preconnect', crossOrigin: 'anonymous', href: frame.origin };
  document.head?.append(Object.assign(link, attributes));
}
