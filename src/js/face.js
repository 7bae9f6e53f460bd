// The mirror's functions. Calls made before the instance is there wait for it.

import * as glue from 'glue';
import { mirrored, promised } from './guard.js';
import { run } from 'result';

export { AjaxError, AjaxResult, Bx24Error } from 'result';

/** The instance that the promise `loading` waits for: `ready`, and whether it is. */
export function instance(loading) {
  const state = { loaded: false };
  state.ready = loading.then(() => (state.loaded = true));
  state.ready.catch(() => {});
  /** A promise that an export settles: its last arguments are `resolve` and `reject`. */
  state.ask = (settle, ...given) =>
    state.ready.then(() => new Promise((...ends) => settle(...given, ...ends)));
  /** A mirror call of the export `method`. */
  state.call = (method, given, callback) => mirrored(() => state.ask(method, ...given), callback);
  return state;
}

/** Throws the error that an export gives, if it gives one. */
export function sure(error) {
  if (error) throw error;
}

/** The mirror on an instance. */
export const mirror = (state) => ({
  callBind: (event, handler, authType, callback) =>
    state.call(glue.callBind, [event, handler, authType], callback),
  callUnbind: (event, handler, authType, callback) =>
    state.call(glue.callUnbind, [event, handler, authType], callback),
  async init(callback) {
    await promised(() => state.ask(glue.init));
    if (callback) run(callback);
  },
  configure(options) {
    const configured = () => sure(glue.configure(options));
    if (state.loaded) configured();
    else
      state.ready.then(
        () => run(configured),
        () => {},
      );
  },
});
