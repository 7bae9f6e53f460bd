// The rest of BX24.js that apps need who swap the script.

import * as glue from 'glue';
import { alive } from './guard.js';
import { mirrored, refused } from './instance.js';

/** BX24.js's other functions on an instance. */
export function compat(state) {
  /** What an export says at once; `otherwise` before there is an instance. */
  const known = (name, otherwise) => () => (state.loaded && alive() ? glue[name]() : otherwise);
  return {
    callMethod: (method, params, callback) =>
      mirrored(state, (tell) => glue.callMethod(method, params, tell), callback),
    callBatch: (calls, callback, halt) =>
      mirrored(
        state,
        (tell) => glue.callBatch(calls, tell, halt),
        callback,
        (error) => refusedBatch(calls, error),
      ),
    getAuth: known('getAuth', false),
    refreshAuth: (callback) => state.ask(() => glue.refreshAuth(callback)),
    isAdmin: known('isAdmin', false),
    getLang: known('getLang'),
    getDomain: known('getDomain'),
    installFinish: known('installFinish'),
  };
}

/** A batch that the instance cannot make failed for each of its calls. */
function refusedBatch(calls, error) {
  const results = Array.isArray(calls) ? [] : {};
  for (const key of Object.keys(calls ?? {})) results[key] = refused(error);
  return results;
}
