import * as glue from 'glue';
import * as result from 'result';
import { guard } from './guard.js';

/** What the instance imports: wasm-bindgen's glue, and by a path of its own what Rust names. */
export const imports = new Proxy(
  {},
  { get: (_, module) => (module.endsWith('_bg.js') ? glue : result) },
);

/** Hands the instance, under guard, to wasm-bindgen's glue. */
export function start({ instance }) {
  glue.__wbg_set_wasm(guard(instance.exports));
  instance.exports.__wbindgen_start();
}
