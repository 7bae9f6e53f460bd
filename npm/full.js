// All that the default entry exports, on one instance.

import { compat } from './compat.js';
import { mirror } from './instance.js';
import { connecting } from './portal.js';

export { AjaxError, AjaxResult, Bx24Error } from './instance.js';

/** The whole library on an instance. */
export const full = (state) => ({
  ...mirror(state),
  ...compat(state),
  connect: connecting(state),
});
