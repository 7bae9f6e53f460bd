import { embedded } from './embedded.js';
import { instance, mirror } from './instance.js';
import { isPage } from './page.js';

export { AjaxError, AjaxResult, Bx24Error } from './instance.js';
export const { callBind, callUnbind, configure, init } = mirror(instance(embedded, isPage));
export { callUnbind as callUnBind };
