// A trap leaves the wasm instance in an unknown state: all pending calls settle with `INTERNAL`,
// later ones are refused with it.

import { AjaxResult, Bx24Error, run } from 'result';

const BROKEN = 'the library has met a state that cannot be: reload the page and report it';
const pending = new Set();
let dead = false;

/** Whether the instance can be asked. */
export const alive = () => !dead;

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

/** A promise of the instance that rejects with `INTERNAL` if the instance dies under it. */
export function promised(start) {
  return new Promise((resolve, reject) => {
    const over = (settle, value) => pending.delete(end) && settle(value);
    const end = (description) => over(reject, new Bx24Error(internal(description)));
    const refuse = (reason) =>
      reason instanceof Bx24Error ? over(reject, reason) : end(failed(reason));
    pending.add(end);
    if (dead) end(BROKEN);
    else start().then((value) => over(resolve, value), refuse);
  });
}

/** A mirror call: it ends once, with a result, whatever happens. */
export async function mirrored(start, callback) {
  const result = await promised(start).catch(
    (error) => new AjaxResult(undefined, 0, { method: '', url: '' }, false, error),
  );
  if (callback) run(callback, result);
  return result;
}
