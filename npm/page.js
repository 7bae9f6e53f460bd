// What a page does for the library before the wasm is there.

/** Not Node, not a worker: here the library starts at import. */
export const isPage = typeof document === 'object';

/** `DOMAIN|PROTOCOL|APP_SID`, which the portal gives the app's frame as `window.name`. */
const NAME = /^([\w.:[\]\-\u0080-\uffff]+)\|(\d*)\|[^|]/;

/** Lets the browser connect to the portal meanwhile. Only a connection made with
 * `crossorigin="anonymous"` is used by the calls, which go without cookies. */
export function preconnect() {
  const [, domain, protocol] = NAME.exec(window.name) ?? [];
  if (!domain || window.parent === window) return;
  const href = `${protocol === '1' ? 'https' : 'http'}://${domain}`;
  const link = document.createElement('link');
  document.head?.append(Object.assign(link, { rel: 'preconnect', crossOrigin: 'anonymous', href }));
}
