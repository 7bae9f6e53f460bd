// Errors that are made where no instance can make them.

import { Bx24Error } from 'classes';

export const failure = (code, description, more) =>
  new Bx24Error({ code, description, status: 0, method: '', retryable: false, ...more });

/** The wasm could not be loaded or started. */
export const wasmFailed = (why) =>
  failure('WASM_FAILED', `the library's WebAssembly does not run: ${why}`);
