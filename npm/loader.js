// `load` of the slim entries: the wasm comes from where the caller says.

import { Bx24Error } from 'classes';
import { failure, wasmFailed } from './errors.js';
import { isPage, preconnect } from './page.js';
import { start } from './start.js';

/** `load(source)`, and `loaded()`, which waits for it; `beside()` is the file's usual address. */
export function loader(beside) {
  let begin;
  const begun = new Promise((resolve) => (begin = resolve));
  let loading;
  const load = (source) => {
    if (!loading) {
      if (isPage) preconnect();
      loading = read(source, beside).then(start);
      begin(loading);
    }
    return loading;
  };
  return { load, loaded: () => begun };
}

/** A module, or its bytes. */
async function read(source, beside) {
  const given = (await source) ?? usual(beside);
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof Response) return body(given, given.url);
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return checked(given, '`source`');
  if (typeof given === 'string' || given instanceof URL) return fetched(String(given));
  const text = '`source` must be a URL, bytes, a Response or a WebAssembly.Module';
  throw failure('INVALID_ARGUMENT', text, { argument: 'source' });
}

function usual(beside) {
  try {
    return beside();
  } catch {
    // bundled into a plain script or CommonJS, the library does not know where it lies
    throw wasmFailed('the bundle cannot tell where it lies, give `load` the address or the bytes');
  }
}

async function fetched(url) {
  // `fetch` of Node knows no files
  const fs = url.startsWith('file:') && globalThis.process?.getBuiltinModule?.('node:fs/promises');
  try {
    if (fs) return checked(await fs.readFile(new URL(url)), `\`${url}\``);
    return await body(await fetch(url), url);
  } catch (error) {
    if (error instanceof Bx24Error) throw error;
    throw wasmFailed(`\`${url}\` could not be read (${error})`);
  }
}

async function body(response, url) {
  if (!response.ok) throw wasmFailed(`\`${url}\` was answered with ${response.status}`);
  return checked(await response.arrayBuffer(), `\`${url}\``);
}

/** The bytes, if they begin as a wasm file does. */
function checked(bytes, name) {
  const begin = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const text = new TextDecoder().decode(begin.subarray(0, 100));
  if (text.startsWith('\0asm')) return bytes;
  if (/^\s*</.test(text)) throw wasmFailed(`${name} is no wasm file, that address serves HTML`);
  throw wasmFailed(`${name} is no wasm file`);
}
