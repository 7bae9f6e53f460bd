export * from './index.js';
export { load, type WasmSource } from './load.js';
