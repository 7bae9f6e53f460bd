// The drop-in for pages with a plain script tag: BX24's calls, with or without BX24.js.

import { full } from './full.js';
import { load } from './load.js';

const library = full(load(new URL('index_bg.wasm', document.currentScript.src)));
const { callBind, callUnbind } = library;

// BX24.js keeps all but these two calls; `callbind` tells our own object from it
window.BX24 = window.BX24
  ? Object.assign(window.BX24, { callBind, callUnbind, callUnBind: callUnbind })
  : { ...library, callUnBind: callUnbind, callbind: true };
