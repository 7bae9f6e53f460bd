// The module that connects a wasm file with wasm-bindgen's glue.
import { readFileSync } from 'node:fs';

/** The names by which they know each other, as wasm-bindgen chose them. An import is
 * `{ module, name, as: { module, name } }`, an export `{ name, as }`: `as` is what the wasm file
 * calls it, which differs where names were shortened; `aliased` where the glue keeps its own name. */
export function longNames(wasm) {
  const module = new WebAssembly.Module(readFileSync(wasm));
  return {
    imports: WebAssembly.Module.imports(module).map((each) => ({ ...each, as: each })),
    exports: WebAssembly.Module.exports(module).map(({ name }) => ({ name, as: name })),
  };
}

/** The module's text, to lie beside `glue`. It exports what the glue does, and `imports` (what the
 * instance is made with) and `start` (which gets what the instance exports). */
export function connector(glue, { imports, exports }) {
  const modules = new Set(imports.map(({ as }) => as.module));
  const aliased = exports.filter((each) => each.aliased);
  const starting = exports.filter(({ name }) => name === '__wbindgen_start');
  return [
    `import { __wbg_set_wasm } from '${glue}';`,
    ...imports.map(({ module, name }, at) => `import { ${name} as import${at} } from '${module}';`),
    `export * from '${glue}';`,
    'export const imports = {',
    ...[...modules].map((module) => `  '${module}': {\n${members(imports, module)}  },`),
    '};',
    'export function start(exports) {',
    '  __wbg_set_wasm({',
    '    ...exports,',
    ...aliased.map(({ name, as }) => `    ${name}: exports['${as}'],`),
    '  });',
    ...starting.map(({ as }) => `  exports['${as}']();`),
    '}\n',
  ].join('\n');
}

const members = (imports, module) =>
  imports
    .map(({ as }, at) => (as.module === module ? `    '${as.name}': import${at},\n` : ''))
    .join('');
