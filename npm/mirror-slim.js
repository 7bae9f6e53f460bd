import { instance, mirror } from './instance.js';
import { loader } from './loader.js';

const { load, loaded } = loader(() => new URL('./mirror_bg.wasm', import.meta.url));

export { load };
export { AjaxError, AjaxResult, Bx24Error } from './instance.js';
export const { callBind, callUnbind, configure, init } = mirror(instance(loaded, true));
export { callUnbind as callUnBind };
