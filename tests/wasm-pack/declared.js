// What the declarations of a package say, read by the compiler.
import { join } from 'node:path';
import ts from 'typescript';

export const declarationsOf = (folder) => join(folder, 'bx24_callbind.d.ts');

/** The symbols that a module exports, aliases resolved. */
export function exportsOf(program, path) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path));
  return checker.getExportsOfModule(module).map((symbol) => ({
    name: symbol.name,
    symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  }));
}

const isMethod = (member) => ts.isMethodDeclaration(member) || ts.isMethodSignature(member);

/** What has to be there when the package runs: `functions` and classes by name, and `methods` of
 * each class and interface. */
export function declared(folder) {
  const path = declarationsOf(folder);
  const all = exportsOf(
    ts.createProgram([path], { lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] }),
    path,
  );
  const isValue = ({ symbol }) => symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class);
  const methodsOf = ({ name, symbol }) => {
    const members = symbol.declarations.flatMap((node) => [...(node.members ?? [])]);
    return members.filter(isMethod).map((member) => [name, member.name.getText()]);
  };
  return {
    functions: all.filter(isValue).map(({ name }) => name),
    methods: all.flatMap(methodsOf),
  };
}
