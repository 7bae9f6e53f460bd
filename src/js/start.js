import * as glue from 'glue';
import { guard } from './guard.js';

/** Hands the instance, under guard, to wasm-bindgen's glue. */
export function start({ instance }) {
  glue.__wbg_set_wasm(guard(instance.exports));
  instance.exports.__wbindgen_start();
}
