// THIRD-PARTY-NOTICES of the package names the crates that are in its WebAssembly.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { notices } from '../../scripts/notices.mjs';
import { packageFolder } from '../../scripts/paths.mjs';

const shipped = readFileSync(join(packageFolder, 'THIRD-PARTY-NOTICES'), 'utf8');

test('the notices are those of today’s crates', async () => {
  assert.equal(shipped, await notices(), 'they are old: `npm run notices` writes them anew');
});

test('each crate that is used is among them, with a licence', () => {
  for (const crate of ['gloo-net', 'serde-wasm-bindgen', 'wasm-bindgen', 'web-sys'])
    assert.match(shipped, new RegExp(`^${crate}, https://`, 'm'));
  assert.match(shipped, /^Permission is hereby granted/m);
  assert.match(shipped, /Apache-2\.0, whose text is LICENSE-APACHE/);
  assert.ok(existsSync(join(packageFolder, 'LICENSE-APACHE')));
});
