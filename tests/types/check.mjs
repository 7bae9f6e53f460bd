// The package's types: *.ts of this folder and the examples of the READMEs compile, and editors
// complete event codes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = fileURLToPath(new URL('.', import.meta.url));
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const { fileNames, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${here}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  here,
);

/** What the compiler says of a program, in words. */
function complaints(fileNames, host, settings = options) {
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, settings, host));
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => here,
    getNewLine: () => '\n',
  });
}

test('what is to compile compiles, and only that', () => {
  assert.ok(fileNames.length > 1);
  assert.equal(complaints(fileNames), '');
});

test('the plugin fits into the configuration of Vite', () => {
  // Vite's own types ask for those of Node
  const lenient = { ...options, skipLibCheck: true };
  assert.equal(complaints([`${here}vite/vite.config.ts`], undefined, lenient), '');
});

for (const readme of ['README.md', 'npm/README.md']) {
  test(`each example of ${readme} compiles by itself`, () => {
    const blocks = read(`../../${readme}`).matchAll(/^```js\n(.+?)^```/gms);
    const examples = new Map([...blocks].map(([, text], at) => [`${here}example${at}.ts`, text]));
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists } = host;
    host.readFile = (name) => examples.get(name) ?? readFile(name);
    host.fileExists = (name) => examples.has(name) || fileExists(name);
    assert.ok(examples.size > 0);
    assert.equal(complaints([...examples.keys()], host), '');
  });
}

const catalogue = read('../../protocol/data/events.tsv')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t')[0])
  .filter((code) => code && !code.includes('{'));

for (const [where, code] of [
  ['callBind of the mirror', "import { callBind } from 'bx24-callbind/mirror'; callBind('|')"],
  ['callBind', "import { callBind } from 'bx24-callbind'; callBind('|')"],
  ['callUnBind', "import { callUnBind } from 'bx24-callbind'; callUnBind('|')"],
  [
    'a wanted handler',
    "import { connect } from 'bx24-callbind'; (await connect()).sync([{ event: '|' }])",
  ],
]) {
  test(`every code of the catalogue is offered in ${where}`, () => {
    const offered = completions(code);
    assert.ok(catalogue.length > 200);
    assert.deepEqual(
      catalogue.filter((code) => !offered.includes(code)),
      [],
    );
  });
}

/** What the language service offers at the `|`. */
function completions(marked) {
  const name = `${here}completion.ts`;
  const text = marked.replace('|', '');
  const host = {
    getScriptFileNames: () => [name],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) =>
      ts.ScriptSnapshot.fromString(file === name ? text : ts.sys.readFile(file)),
    getCurrentDirectory: () => here,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === name || ts.sys.fileExists(file),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
  };
  const service = ts.createLanguageService(host);
  const found = service.getCompletionsAtPosition(name, marked.indexOf('|'), {});
  return found.entries.map((entry) => entry.name);
}
