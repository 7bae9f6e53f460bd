export * from './mirror.js';
export { load, type WasmSource } from './load.js';
