// The client: every promise settles even if the instance dies, and no object holds wasm memory
// that its user would have to free.

import * as glue from 'glue';
import { hidden } from 'result';
import { promised } from './guard.js';

/** The methods by their numbers: the order is that of `METHODS` in src/api/client.rs. */
const METHODS = (
  'bind unbind handlers events test plan sync moveHandlers diagnose installFinish destroy ' +
  'offlineGet offlineList offlineClear offlineError walk next done fail'
).split(' ');

/** A method of what `call` stands for: a portal, a walk through a queue, a reservation. */
const method =
  (call, name, shape = (end) => end) =>
  (...given) =>
    promised(() =>
      new Promise((...ends) => call([METHODS.indexOf(name), ...ends, ...given])).then(shape),
    );

/** A connected portal. */
class Portal {
  constructor({ call, ...about }) {
    Object.assign(this, about);
    for (const name of METHODS.slice(0, 10)) hidden(this, name, method(call, name, SHAPES[name]));
    hidden(this, 'offline', offline(call));
    hidden(this, 'destroy', () => void method(call, 'destroy')().catch(nothing));
  }
}

const nothing = () => {};
const bound = ({ answer, alreadyBound }) => ({ bound: true, alreadyBound, time: answer.time });
const unbound = ({ answer, repeated }) => ({
  count: answer.result?.count,
  repeated,
  time: answer.time,
});
const SHAPES = { bind: bound, unbind: unbound, test: nothing };
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
