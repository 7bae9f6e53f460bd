// The client: every promise settles even if the instance dies, and no object holds wasm memory
// that its user would have to free.

import * as glue from 'glue';
import { promised } from './guard.js';

const asks =
  (inner, name) =>
  (...given) =>
    promised(() => inner[name](...given));

/** A connected portal. */
class Portal {
  constructor(inner) {
    Object.assign(this, inner.about());
    const methods = 'bind unbind handlers events test plan sync moveHandlers diagnose';
    for (const name of methods.split(' ')) hide(this, name, asks(inner, name));
    hide(this, 'offline', offline(inner));
    hide(this, 'destroy', () => inner.destroy());
    hide(this, 'installFinish', async () => inner.installFinish());
  }
}

const hide = (object, name, value) => Object.defineProperty(object, name, { value });

function offline(inner) {
  return {
    get: asks(inner, 'offlineGet'),
    list: asks(inner, 'offlineList'),
    clear: asks(inner, 'offlineClear'),
    error: asks(inner, 'offlineError'),
    batches: (options) => walk(inner, options),
  };
}

async function* walk(inner, options) {
  const steps = await promised(async () => inner.walk(options));
  for (;;) {
    const reserved = await promised(() => steps.next());
    if (!reserved) return;
    yield {
      ...reserved.about(),
      done: asks(reserved, 'done'),
      fail: asks(reserved, 'fail'),
    };
  }
}

/** `connect()` on the instance that the promise `ready` waits for. */
export const connecting = (ready) => (options) =>
  promised(() => ready.then(() => glue.connect(options))).then((inner) => new Portal(inner));
