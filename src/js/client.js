// The client: every promise settles even if the instance dies, and no object holds wasm memory
// that its user would have to free.

import * as glue from 'glue';
import { hidden } from 'result';
import { promised } from './guard.js';

/** A method of what `call` stands for: a portal, a walk through a queue, a reservation. */
const method =
  (call, name, shape = (end) => end) =>
  (...given) =>
    promised(() => new Promise((...ends) => call([name, ...ends, ...given])).then(shape));

/** A connected portal. */
class Portal {
  constructor({ call, ...about }) {
    Object.assign(this, about);
    const methods = 'handlers events sync moveHandlers diagnose plan installFinish';
    for (const name of methods.split(' ')) hidden(this, name, method(call, name));
    hidden(this, 'bind', method(call, 'bind', bound));
    hidden(this, 'unbind', method(call, 'unbind', unbound));
    hidden(this, 'test', method(call, 'test', nothing));
    hidden(this, 'offline', offline(call));
    hidden(this, 'destroy', () => void method(call, 'destroy')().catch(() => {}));
  }
}

const nothing = () => {};
const bound = ({ answer, alreadyBound }) => ({ bound: true, alreadyBound, time: answer.time });
const unbound = ({ answer, repeated }) => ({
  count: answer.result?.count,
  repeated,
  time: answer.time,
});
const page = ({ answer: { result, total, next } }) => ({ events: result, total, next });

function offline(call) {
  return {
    get: method(call, 'offlineGet', ({ answer }) => answer.result),
    list: method(call, 'offlineList', page),
    clear: method(call, 'offlineClear', nothing),
    error: method(call, 'offlineError', nothing),
    batches: (options) => walk(call, options),
  };
}

async function* walk(call, options) {
  const next = method(await method(call, 'walk')(options), 'next');
  for (;;) {
    const reserved = await next();
    if (!reserved) return;
    const { call, ...about } = reserved;
    yield { ...about, done: method(call, 'done', nothing), fail: method(call, 'fail', nothing) };
  }
}

/** `connect()` on an instance. */
export const connecting = (state) => (options) =>
  promised(() => state.ask(glue.connect, options)).then((about) => new Portal(about));
