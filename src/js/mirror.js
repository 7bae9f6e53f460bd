import { load } from './load.js';
import { mirror } from './face.js';

export { AjaxError, AjaxResult, Bx24Error } from './face.js';
export const { callBind, callUnbind, init, configure } = mirror(
  load(new URL('./mirror_bg.wasm', import.meta.url)),
);
export { callUnbind as callUnBind };
