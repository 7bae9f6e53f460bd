// wasm-bindgen reads the types of all closures that js-sys could take from functions which it then
// removes, but what those pointed at stays in the table of function pointers, and so in the file.
// Exports that the glue does not call stay too.
import { readFileSync, writeFileSync } from 'node:fs';
import { capture, Failure } from './run.mjs';

/** Where the table begins: no other constant of ours has a value as odd. */
export const TABLE_BASE = 5003;

/** Writes the module in `wasm` to the text file `wat` without what neither itself nor `glue` uses. */
export async function withoutUnused(wasm, glue, wat) {
  const text = await capture('wasm-dis', [wasm]);
  const emptied = emptyTable(text, wasm);
  writeFileSync(wat, withoutExports(emptied, readFileSync(glue, 'utf8')));
}

function withoutExports(text, glue) {
  const isUsed = (name) => name === '__wbindgen_start' || glue.includes(`wasm.${name}`);
  return text.replace(/^ \(export "([^"]+)" .*\n/gm, (line, name) => (isUsed(name) ? line : ''));
}

function emptyTable(text, wasm) {
  const found = /(\(elem \$\S+ \(i32\.const (\d+)\)) ([^)]*)\)/.exec(text);
  if (!found) throw new Failure('the instance has no table of functions');
  const pointers = new Set([...inCode(text), ...inData(readFileSync(wasm))]);
  const names = found[3].trim().split(' ');
  const base = Number(found[2]);
  // elsewhere in the table any small number could be a pointer
  const isUsed = (_, index) => base !== TABLE_BASE || pointers.has(base + index);
  const filler = names.find(isUsed);
  const kept = names.map((name, index) => (isUsed(name, index) ? name : filler));
  return text.replace(found[0], `${found[1]} ${kept.join(' ')})`);
}

/** All that may be a pointer in code: two of them can be stored as one number of 64 bits. */
function* inCode(text) {
  for (const [, number] of text.matchAll(/i32\.const (-?\d+)/g)) yield Number(number);
  for (const [, number] of text.matchAll(/i64\.const (-?\d+)/g)) {
    const pair = BigInt.asUintN(64, BigInt(number));
    yield Number(pair & 0xffffffffn);
    yield Number(pair >> 32n);
  }
}

/** All that may be a pointer in data: any four bytes of the file. */
function* inData(bytes) {
  for (let at = 0; at + 4 <= bytes.length; at += 1) yield bytes.readUInt32LE(at);
}
