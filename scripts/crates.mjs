// What each crate adds to a wasm file.
import { readFileSync } from 'node:fs';
import { brotli } from './size.mjs';

const codeSection = 10;
const dataSection = 11;

/** The library's own `data` and the code of each crate, most first: `[name, bytes]`, where the bytes
 * are those by which the code, compressed, is shorter without the functions of that crate. A
 * generic function counts for the crate that it is written in. */
export function crates({ wasm, symbols }) {
  const functions = functionsOf(readFileSync(wasm), readFileSync(symbols, 'utf8'));
  const size = (list) => brotli(Buffer.concat(list.map(({ code }) => code)));
  const all = size(functions);
  const without = (crate) => size(functions.filter((each) => each.crate !== crate));
  return [...new Set(functions.map(({ crate }) => crate))]
    .map((crate) => [crate, all - without(crate)])
    .sort(([, a], [, b]) => b - a);
}

export const dataSize = ({ wasm }) =>
  brotli(sections(readFileSync(wasm)).get(dataSection) ?? Buffer.alloc(0));

/** `{ crate, code }` of each function; `symbols` has a line `index:name` for imports too. */
function functionsOf(bytes, symbols) {
  const names = symbols.trimEnd().split('\n');
  const bodies = vector(sections(bytes).get(codeSection));
  const imported = names.length - bodies.length;
  return bodies.map((code, index) => ({ code, crate: crateOf(names[imported + index]) }));
}

/** A name begins like `12:<serde_wasm_bindgen[0123456789abcdef]::…`; an export has its plain name. */
const crateOf = (name) => /(\w+)\[[0-9a-f]{16}\]/.exec(name)?.[1] ?? 'exports';

function sections(bytes) {
  const found = new Map();
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at];
    const { value: length, end } = number(bytes, at + 1);
    found.set(id, bytes.subarray(end, end + length));
    at = end + length;
  }
  return found;
}

/** A section's items, each of which says its length first. */
function vector(section) {
  const { value: count, end } = number(section, 0);
  const items = [];
  for (let at = end; items.length < count;) {
    const { value: length, end } = number(section, at);
    items.push(section.subarray(end, end + length));
    at = end + length;
  }
  return items;
}

/** An unsigned LEB128. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, end: at };
  }
}
