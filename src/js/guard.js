// A trap leaves the wasm instance in an unknown state: all pending calls settle with `INTERNAL`,
// later ones are refused with it.

import { AjaxResult, Bx24Error, run } from 'result';

const BROKEN = 'the library has met a state that cannot be: reload the page and report it';
const pending = new Set();
let dead = false;

const internal = (description) => ({
  code: 'INTERNAL',
  description,
  status: 0,
  method: '',
  retryable: false,
});

/** What a failed start of the instance is reported as; our own errors stay as they are. */
const failed = (reason) =>
  dead ? BROKEN : `the wasm file could not be loaded or started: ${reason}`;

function die() {
  dead = true;
  for (const end of [...pending]) end(BROKEN);
}

/** Lets every export of the instance say when it traps. */
export function guard(exports) {
  const guarded = {};
  for (const [name, value] of Object.entries(exports)) {
    guarded[name] = typeof value === 'function' ? (...given) => call(value, given) : value;
  }
  return guarded;
}

function call(value, given) {
  try {
    return value(...given);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) die();
    throw error;
  }
}

/** Keeps `end` until it is called; calls it with a description if the instance dies before. */
function keep(end, start) {
  pending.add(end);
  if (dead) queueMicrotask(() => end(BROKEN));
  else start();
}

/** A mirror call: `start` gets the callback that ends it. It settles once, whatever happens. */
export function mirrored(start, callback) {
  return new Promise((resolve) => {
    const over = (result) => {
      if (!pending.delete(end)) return;
      if (callback) run(callback, result);
      resolve(result);
    };
    const end = (description) =>
      over(new AjaxResult(undefined, 0, { method: '', url: '' }, false, internal(description)));
    keep(end, () => start(over).catch((reason) => end(failed(reason))));
  });
}

/** A promise of the instance that rejects with `INTERNAL` if the instance dies under it. */
export function promised(start) {
  return new Promise((resolve, reject) => {
    const over = (settle, value) => pending.delete(end) && settle(value);
    const end = (description) => over(reject, new Bx24Error(internal(description)));
    const refuse = (reason) =>
      reason instanceof Bx24Error ? over(reject, reason) : end(failed(reason));
    keep(end, () => start().then((value) => over(resolve, value), refuse));
  });
}
