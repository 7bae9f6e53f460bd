// The declarations that `wasm-pack build` writes: the program for the npm package compiles with them,
// and together with names.ts it leaves no name out.
import assert from 'node:assert/strict';
import test from 'node:test';
import ts from 'typescript';
import { inRoot } from '../../scripts/paths.mjs';
import { bundlerFolder, webFolder } from '../../scripts/wasm-pack.mjs';
import { declarationsOf, declared, exportsOf } from './declared.js';

const types = inRoot('tests', 'types');
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${types}/tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  types,
);
const declarations = declarationsOf(webFolder);
const program = ts.createProgram(
  [inRoot('tests', 'types', 'client.ts'), inRoot('tests', 'wasm-pack', 'names.ts')],
  { ...options, noUnusedLocals: true, paths: { 'bx24-callbind': [declarations] } },
);

test('the programs compile', () => {
  const text = ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => types,
    getNewLine: () => '\n',
  });
  assert.equal(text, '');
});

test('they use every name', () => {
  const used = new Set();
  const visit = (node) => {
    if (ts.isImportSpecifier(node)) used.add((node.propertyName ?? node.name).text);
    if (ts.isImportClause(node) && node.name) used.add('default');
    ts.forEachChild(node, visit);
  };
  for (const name of program.getRootFileNames()) visit(program.getSourceFile(name));
  const names = exportsOf(program, declarations).map(({ name }) => name);
  assert.ok(names.includes('callBind'));
  assert.deepEqual(
    names.filter((name) => !used.has(name)),
    [],
  );
});

test('`--target bundler` exports the same, ready without a start', () => {
  const [web, bundler] = [webFolder, bundlerFolder].map(declared);
  const starts = ['default', 'initSync'];
  assert.deepEqual(
    bundler.functions.toSorted(),
    web.functions.filter((name) => !starts.includes(name)).toSorted(),
  );
});
