import * as glue from 'glue';
import { guard } from './guard.js';

export { imports } from 'glue';

/** Hands the instance, under guard, to wasm-bindgen's glue. */
export function start({ instance }) {
  glue.start(guard(instance.exports));
}
