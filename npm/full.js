// All that the default entry exports, on one instance.

import { compat } from './compat.js';
import { instance, mirror } from './instance.js';
import { connecting } from './portal.js';

export { AjaxError, AjaxResult, Bx24Error } from './instance.js';

/** The whole library on the instance that the promise `loading` waits for. */
export function full(loading) {
  const state = instance(loading);
  return { ...mirror(state), ...compat(state), connect: connecting(state) };
}
