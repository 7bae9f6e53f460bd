// The handshake of a page whose WebAssembly is still starting: the first call asks the parent page
// here, and parent.rs reads the answer.

/** `DOMAIN|PROTOCOL|APP_SID`, which the portal gives the app's frame as `window.name`. */
const NAME = /^([\w.:[\]\-\u0080-\uffff]+)\|(\d*)\|([^|]+)/;

/** The portal's origin and the frame's id, in a frame that a portal opened. */
export function portalFrame() {
  const [, domain, protocol, sid] = NAME.exec(window.name) ?? [];
  if (!domain || window.parent === window) return undefined;
  return { origin: `${protocol === '1' ? 'https' : 'http'}://${domain}`, sid };
}

/** BX24.js would get no `FIRST_RUN` if it asked second (contract §8.3); our own object does not ask. */
const hasBx24Js = () => window.BX24 && !window.BX24.callbind;

let asked;

/** Asks for `getInitData`, once. */
export function askParent() {
  const frame = portalFrame();
  if (asked || !frame || hasBx24Js()) return;
  // an id that another page cannot guess, so that it cannot answer in the parent page's place
  const id = crypto.getRandomValues(new Uint32Array(4)).join('');
  try {
    window.parent.postMessage(`getInitData::${id}:${frame.sid}`, frame.origin);
  } catch {
    return; // no valid address: parent.rs says so
  }
  const heard = [];
  const hear = (event) => isAnswer(event.data, id) && heard.push(event);
  window.addEventListener('message', hear);
  asked = { id, heard, end: () => window.removeEventListener('message', hear) };
}

const isAnswer = (data, id) => typeof data === 'string' && data.startsWith(`${id}:`);

/** The id that was asked with and the messages that came since; undefined if nothing was asked. */
export function takeAsked() {
  const taken = asked;
  taken?.end();
  asked = undefined;
  return taken;
}
