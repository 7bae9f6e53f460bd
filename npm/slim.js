import { full } from './full.js';
import { instance } from './instance.js';
import { loader } from './loader.js';

const { load, loaded } = loader(() => new URL('./index_bg.wasm', import.meta.url));

export { load };
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
} = full(instance(loaded, true));
export { callUnbind as callUnBind };
