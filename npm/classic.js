// The drop-in for pages with a plain script tag: BX24's calls, with or without BX24.js.

import { embedded } from './embedded.js';
import { full } from './full.js';
import { instance } from './instance.js';

const library = full(instance(embedded, true));
const { callBind, callUnbind } = library;

// BX24.js keeps all but these two calls; `callbind` tells our own object from it
window.BX24 = window.BX24
  ? Object.assign(window.BX24, { callBind, callUnbind, callUnBind: callUnbind })
  : { ...library, callUnBind: callUnbind, callbind: true };
