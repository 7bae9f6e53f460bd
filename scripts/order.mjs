// What compresses well: functions of one shape side by side, those that end alike next to each
// other, and imports of one signature. Any order means the same.
import { writeFileSync } from 'node:fs';
import { capture, Failure } from './run.mjs';
import { features } from './shorten.mjs';

const FUNCTION = /^ \(func [^]*?^ \)\n/gm;
const IMPORT = /^ \(import .*\n/gm;

/** Puts imports and functions of a `wasm` file into that order. */
export async function order(wasm) {
  const text = await capture('wasm-dis', [wasm]);
  const functions = text.match(FUNCTION) ?? [];
  const imports = sorted(text.match(IMPORT) ?? [], signature).join('');
  const rest = text.replace(FUNCTION, '').replace(IMPORT, '');
  if (functions.length === 0 || /^ \(func /m.test(rest)) {
    throw new Failure('the text of the instance is not read as it is written');
  }
  const source = `${wasm}.wat`;
  const lines = [...sorted(functions, shape), ')\n'].join('');
  const whole = rest.replace(/^ \(global /m, (line) => imports + line);
  writeFileSync(
    source,
    whole.replace(/\)\s*$/, () => lines),
  );
  await capture('wasm-as', [...features, source, '-o', wasm]);
}

function sorted(items, key) {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key)); // not by locale
  return keyed.map(({ item }) => item);
}

const signature = (line) => line.replace(/^.*?\$\S+/, '');

/** Signature, number of locals, and the instructions from the last to the first, without names. */
function shape(text) {
  const [head, ...lines] = text.replace(/\$\d+ ?/g, '').split('\n');
  const body = lines.filter((line) => !line.startsWith('  (local '));
  const locals = String(lines.length - body.length).padStart(3, '0');
  return [head, locals, ...body.reverse()].join('\n');
}
