// The mirror's functions. Calls made before the instance is there wait for it.

import * as glue from 'glue';
import { AjaxResult, run } from 'classes';
import { askParent } from 'handshake';
import { promised } from './guard.js';
import { isPage } from './page.js';

export { AjaxError, AjaxResult, Bx24Error } from 'classes';

/** An instance that `start` starts: at once, or with the first call. */
export function instance(start, isAtOnce) {
  const state = { loaded: false };
  let ready;
  state.ready = () => (ready ??= start().then(() => (state.loaded = true)));
  if (isAtOnce) state.ready().catch(() => {}); // calls report it
  /** The promise of an export, which `call` calls as soon as it can; `inFrame` is false for one that
   * needs nothing of the parent page. */
  state.ask = (call, inFrame = true) => {
    if (isPage && inFrame && !state.loaded) askParent();
    return promised(() => (state.loaded ? call() : state.ready().then(call)));
  };
  return state;
}

/** The result of a call that the instance cannot make. */
export const refused = (error) =>
  new AjaxResult(undefined, 0, { method: '', url: '' }, false, error);

/** A call that ends once, with a result: `call` gets the callback to hand to the instance;
 * `fallback` makes a result of an error of ours, where the instance cannot. */
export async function mirrored(state, call, callback, fallback = refused) {
  let told = false;
  const tell = typeof callback === 'function' ? tellOnce : undefined;
  function tellOnce(result) {
    told = true;
    callback(result);
  }
  try {
    return await state.ask(() => call(tell));
  } catch (error) {
    const result = fallback(error);
    if (tell && !told) run(tell, result);
    return result;
  }
}

/** A callback in the place of `auth_type` is told that it stands there. */
const functionOf = (value) => (typeof value === 'function' ? value : undefined);

/** The mirror on an instance. */
export const mirror = (state) => ({
  callBind: (event, handler, authType, callback) =>
    mirrored(
      state,
      (tell) => glue.callBind(event, handler, authType, tell),
      callback ?? functionOf(authType),
    ),
  callUnbind: (event, handler, authType, callback) =>
    mirrored(
      state,
      (tell) => glue.callUnbind(event, handler, authType, tell),
      callback ?? functionOf(authType),
    ),
  init: (callback) => state.ask(() => glue.init(callback)),
  configure(options) {
    if (state.loaded) return glue.configure(options);
    const later = () => run(() => glue.configure(options));
    state.ready().then(later, () => {});
  },
});
