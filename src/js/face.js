// The mirror's functions. Calls made before the instance is there wait for it.

import * as glue from 'glue';
import { mirrored, promised } from './guard.js';
import { run } from 'result';

export { AjaxError, AjaxResult, Bx24Error } from 'result';

/** The mirror on the instance that the promise `loading` waits for. */
export function mirror(loading) {
  let loaded = false;
  const ready = loading.then(() => (loaded = true));
  const mirrorOf = (method) => (event, handler, authType, callback) =>
    mirrored(
      (end) => ready.then(() => void glue[method](event, handler, authType, end)),
      callback,
    );
  return {
    callBind: mirrorOf('callBind'),
    callUnbind: mirrorOf('callUnbind'),
    async init(callback) {
      await promised(() => ready.then(() => glue.init()));
      if (callback) run(callback);
    },
    configure(options) {
      if (loaded) glue.configure(options);
      else ready.then(() => run(glue.configure, options), () => {});
    },
  };
}
