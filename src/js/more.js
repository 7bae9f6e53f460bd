// The rest of BX24.js that apps need who swap the script.

import * as glue from 'glue';
import { AjaxResult, run } from 'result';
import { sure } from './face.js';
import { alive, promised } from './guard.js';

/** BX24.js's other functions on an instance. */
export function more(state) {
  const known = () => (state.loaded && alive() ? glue.known() : {});
  const init = () => known().init ?? {};

  function getAuth() {
    const { access_token, expires_in, domain, init } = known();
    return access_token ? { access_token, expires_in, domain, member_id: init.MEMBER_ID } : false;
  }

  async function callMethod(method, params, callback) {
    const paged = (result) => {
      result.again = (then = callback) =>
        callMethod(method, { ...params, start: result.answer.next }, then);
    };
    return state.call(glue.callMethod, [method, params], ending(paged, callback));
  }

  return {
    callMethod,
    async callBatch(calls, callback, halt) {
      const whole = await state.call(glue.callBatch, [calls, !!halt]);
      const results = items(calls, whole);
      if (callback) run(callback, results);
      return results;
    },
    getAuth,
    async refreshAuth(callback) {
      await promised(() => state.ask(glue.refreshAuth));
      const auth = getAuth();
      if (callback) run(callback, auth);
      return auth;
    },
    isAdmin: () => init().IS_ADMIN === true,
    getLang: () => init().LANG,
    getDomain: () => known().domain,
    installFinish: () => void (init().INSTALL && sure(glue.installFinish())),
  };
}

/** A callback that prepares the result for the caller's own. */
const ending = (prepare, callback) => (result) => {
  prepare(result);
  if (callback) callback(result);
};

/** A batch's answer as one result for each call, in the shape of `calls`. One that failed as a whole
 * failed for each of them. */
function items(calls, whole) {
  const results = Array.isArray(calls) ? [] : {};
  for (const key of Object.keys(calls ?? {})) {
    const result = whole.error() ? whole : item(whole, key);
    if (result) results[key] = result;
  }
  return results;
}

function item({ answer, status, query }, key) {
  const { result, result_error, result_total, result_next, result_time } = answer.result;
  const failed = result_error?.[key];
  if (!failed && !(key in Object(result))) return undefined;
  const own = failed ?? {
    result: result[key],
    total: result_total?.[key],
    next: result_next?.[key],
    time: result_time?.[key],
  };
  const error = failed && {
    code: failed.error,
    description: failed.error_description,
    argument: failed.argument,
    status,
  };
  return new AjaxResult(own, status, query, false, error);
}
