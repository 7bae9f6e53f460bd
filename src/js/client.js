// The client: every promise settles even if the instance dies, and no object holds wasm memory
// that its user would have to free.

import * as glue from 'glue';
import { promised } from './guard.js';

/** A method of what `call` stands for: a portal, a walk through a queue, a reservation. */
const method =
  (call, name) =>
  (...given) =>
    promised(() => new Promise((...ends) => call([name, ...ends, ...given])));

/** A connected portal. */
class Portal {
  constructor({ call, ...about }) {
    Object.assign(this, about);
    const methods =
      'bind unbind handlers events test plan sync moveHandlers diagnose installFinish';
    for (const name of methods.split(' ')) hide(this, name, method(call, name));
    hide(this, 'offline', offline(call));
    hide(this, 'destroy', () => void method(call, 'destroy')().catch(() => {}));
  }
}

const hide = (object, name, value) => Object.defineProperty(object, name, { value });

function offline(call) {
  return {
    get: method(call, 'offlineGet'),
    list: method(call, 'offlineList'),
    clear: method(call, 'offlineClear'),
    error: method(call, 'offlineError'),
    batches: (options) => walk(call, options),
  };
}

async function* walk(call, options) {
  const next = method(await method(call, 'walk')(options), 'next');
  for (;;) {
    const reserved = await next();
    if (!reserved) return;
    const { call, ...about } = reserved;
    yield { ...about, done: method(call, 'done'), fail: method(call, 'fail') };
  }
}

/** `connect()` on an instance. */
export const connecting = (state) => (options) =>
  promised(() => state.ask(glue.connect, options)).then((about) => new Portal(about));
