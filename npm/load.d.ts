/** Where the wasm comes from: an address, what was fetched there, its bytes, or a compiled module. */
export type WasmSource = string | URL | BufferSource | Response | WebAssembly.Module;

/**
 * Starts the library; calls made before wait for it. Without `source` the wasm is the file beside
 * the JavaScript: `index_bg.wasm`, or `mirror_bg.wasm` of `bx24-callbind/mirror/slim`. A second call
 * is the first one. Rejects with a `Bx24Error` of the code `WASM_FAILED`, as all calls do then.
 *
 * ```js
 * import { callBind, load } from 'bx24-callbind/slim';
 * import wasm from 'bx24-callbind/index_bg.wasm?url'; // Vite's way to an address
 * load(wasm);
 * ```
 */
export function load(source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;
