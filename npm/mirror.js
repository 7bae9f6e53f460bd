import { instance, mirror } from './instance.js';
import { load } from './load.js';

export { AjaxError, AjaxResult, Bx24Error } from './instance.js';
export const { callBind, callUnbind, configure, init } = mirror(
  instance(load(new URL('./mirror_bg.wasm', import.meta.url))),
);
export { callUnbind as callUnBind };
