// The package's declarations, pinned: what each entry exports, and how. They are read through the
// compiler, so that a text may move between files and change its formatting and comments.
//
// `UPDATE_SNAPSHOTS=1 node tests/types/declarations.mjs` writes declarations.json anew; read the
// difference before you commit it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const here = fileURLToPath(new URL('.', import.meta.url));
const snapshot = `${here}declarations.json`;
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${here}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  here,
);
const entries = Object.entries(options.paths).map(([name, [path]]) => [
  name,
  fileURLToPath(new URL(path, import.meta.url)),
]);

const printer = ts.createPrinter({ removeComments: true });

/** A declaration in one line. */
const line = (node) =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/\s+/g, ' ')
    .replaceAll('"', "'")
    .replace(/^(export |declare )+/, '');

/** What wasm-bindgen adds to a class is no part of the interface. */
const own = (member) => !/^(free\(|\[Symbol\.dispose\]\()/.test(line(member));

/** Members and parts of a union on lines of their own: their order means nothing. */
function lines(node) {
  const union = ts.isTypeAliasDeclaration(node) && ts.isUnionTypeNode(node.type);
  const parts = (union ? [...node.type.types] : [...(node.members ?? [])]).filter(own);
  if (parts.length === 0) return [line(node)];
  const whole = line(node);
  const head = whole.slice(0, whole.indexOf(union ? '=' : '{') + 1);
  return [head, ...parts.map(line).sort()];
}

/** The types of the package, exported or not, that a node refers to. */
function referred(node, checker, inPackage) {
  const found = [];
  const visit = (inner) => {
    const name = ts.isTypeReferenceNode(inner) && inner.typeName;
    const symbol = name && checker.getSymbolAtLocation(name);
    const [declaration] = symbol?.declarations ?? [];
    if (declaration && inPackage(declaration) && !ts.isTypeParameterDeclaration(declaration))
      found.push(symbol);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/** All that an entry exports, and what that refers to: name → lines. */
function declarations(path) {
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const inPackage = (node) => !program.isSourceFileDefaultLibrary(node.getSourceFile());
  const exported = checker.getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(path)),
  );
  const found = new Map();
  const add = (name, symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    found.set(name, target.declarations.flatMap(lines));
    return target.declarations.flatMap((node) => referred(node, checker, inPackage));
  };
  const queue = exported.flatMap((symbol) => add(symbol.name, symbol));
  for (const symbol of queue) {
    if (found.has(symbol.name)) continue;
    queue.push(...add(symbol.name, symbol));
    found.get(symbol.name).unshift('not exported:');
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const all = Object.fromEntries(entries.map(([name, path]) => [name, declarations(path)]));

/** A slim entry is what the other one is and a little more: only that is pinned. */
for (const [name] of entries.filter(([name]) => name.endsWith('/slim'))) {
  const base = all[name.replace('/slim', '')];
  const slim = all[name];
  test(`${name} exports all that the entry with the wasm inside does`, () => {
    assert.deepEqual({ ...slim, ...base }, slim);
  });
  const isMore = ([name]) => !(name in base);
  all[name] = Object.fromEntries(Object.entries(slim).filter(isMore));
}

if (process.env.UPDATE_SNAPSHOTS === '1') {
  const config = { ...(await resolveConfig(snapshot)), filepath: snapshot };
  writeFileSync(snapshot, await format(JSON.stringify(all, null, 2), config));
}

const expected = existsSync(snapshot) ? JSON.parse(readFileSync(snapshot, 'utf8')) : {};

for (const [entry] of entries) {
  test(`${entry} exports these names`, () => {
    assert.deepEqual(Object.keys(all[entry]), Object.keys(expected[entry] ?? {}));
  });
  for (const [name, wanted] of Object.entries(expected[entry] ?? {})) {
    test(`${entry}: the declaration of ${name}`, () => {
      assert.deepEqual(all[entry][name], wanted);
    });
  }
}
