import { full } from './full.js';
import { load } from './load-node.js';

export { AjaxError, AjaxResult, Bx24Error } from './full.js';
export const {
  callBatch,
  callBind,
  callMethod,
  callUnbind,
  configure,
  connect,
  getAuth,
  getDomain,
  getLang,
  init,
  installFinish,
  isAdmin,
  refreshAuth,
} = full(load(new URL('./index_bg.wasm', import.meta.url)));
export { callUnbind as callUnBind };
