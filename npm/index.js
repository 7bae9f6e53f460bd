import { embedded } from './embedded.js';
import { full } from './full.js';
import { instance } from './instance.js';
import { isPage } from './page.js';

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
} = full(instance(embedded, isPage));
export { callUnbind as callUnBind };
