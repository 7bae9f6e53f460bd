// From bytes to a running instance.

import * as glue from 'glue';
import { wasmFailed } from './errors.js';
import { guard } from './guard.js';

/** Starts the instance of a module or of its bytes and hands it, under guard, to wasm-bindgen's glue. */
export async function start(wasm) {
  const instance = await instantiate(wasm).catch((error) => {
    throw wasmFailed(reason(error));
  });
  glue.start(guard(instance.exports));
}

async function instantiate(wasm) {
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  return WebAssembly.instantiate(module, glue.imports);
}

/** Browsers tell a policy from other faults by their message alone; each names it one of these ways. */
const POLICY = /content security policy|\bcsp\b/i;

function reason(error) {
  if (POLICY.test(error)) {
    return "the page's content security policy forbids it, allow `'wasm-unsafe-eval'` in `script-src`";
  }
  if (error instanceof WebAssembly.LinkError || error instanceof TypeError) {
    return `the file does not fit the JavaScript, take both from one version of the package (${error})`;
  }
  return String(error);
}
