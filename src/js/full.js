// All that the default entry exports, on one instance.

import { connecting } from './client.js';
import { instance, mirror } from './face.js';
import { more } from './more.js';

export { AjaxError, AjaxResult, Bx24Error } from './face.js';

/** The whole library on the instance that the promise `loading` waits for. */
export function full(loading) {
  const state = instance(loading);
  return { ...mirror(state), ...more(state), connect: connecting(state) };
}
