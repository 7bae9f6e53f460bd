import { load } from './load-node.js';
import { mirror } from './face.js';

export { AjaxError, AjaxResult, Bx24Error } from './face.js';
export const { callBind, callUnbind, init, configure } = mirror(
  load(new URL('./index_bg.wasm', import.meta.url)),
);
export { callUnbind as callUnBind };
