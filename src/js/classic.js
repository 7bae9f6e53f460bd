// The drop-in for pages with a plain script tag: BX24's calls, with or without BX24.js.

import { load } from './load.js';
import { mirror } from './face.js';

const { callBind, callUnbind, init } = mirror(
  load(new URL('index_bg.wasm', document.currentScript.src)),
);
const calls = { callBind, callUnbind, callUnBind: callUnbind };

// `callbind` tells our own object from BX24.js's, whose token would be used
window.BX24 = window.BX24
  ? Object.assign(window.BX24, calls)
  : { ...calls, init, callbind: true };
