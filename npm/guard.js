// A trap leaves the wasm instance in an unknown state: all pending calls settle with `INTERNAL`,
// later ones are refused with it.

import { Bx24Error } from 'classes';
import { failure } from './errors.js';

const BROKEN = 'the library has met a state that cannot be: reload the page and report it';
const pending = new Set();
let dead = false;

/** Whether the instance can be asked. */
export const alive = () => !dead;

const broken = () => failure('INTERNAL', BROKEN);

/** What a call rejects with that threw; our own errors stay as they are. */
function thrown(reason) {
  if (reason instanceof Bx24Error) return reason;
  return dead ? broken() : failure('INTERNAL', `report this: ${reason}`);
}

function die() {
  dead = true;
  for (const end of [...pending]) end(broken());
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

/** The promise that `start` gives; it rejects with `INTERNAL` if the instance dies under it. */
export function promised(start) {
  return new Promise((resolve, reject) => {
    const end = (error) => pending.delete(end) && reject(error);
    pending.add(end);
    if (dead) return end(broken());
    const started = new Promise((started) => started(start()));
    started.then(
      (value) => pending.delete(end) && resolve(value),
      (reason) => end(thrown(reason)),
    );
  });
}
