// How the package is run without a page: each resolves to the command that runs a program.
import { join } from 'node:path';
import { bundlers } from './bundlers.js';
import { here, inApp } from './places.js';

const bin = (name) => join(here, 'node_modules', '.bin', name);

const bundled = (bundle) => async (out) => {
  const to = join(out, 'node.cjs');
  await bundle(inApp('node.mjs'), to);
  return [process.execPath, to];
};

export const runtimes = {
  Node: () => [process.execPath, inApp('node.mjs')],
  'Node, esbuild, cjs': bundled(bundlers.esbuildCjs),
  'Node, webpack with `target: node`': bundled(bundlers.webpackNode),
  Deno: () => [bin('deno'), 'run', '--allow-all', inApp('node.mjs')],
  Bun: () => [bin('bun'), inApp('node.mjs')],
  'Node, slim': () => [process.execPath, inApp('slim-node.mjs')],
  'Deno, slim': () => [bin('deno'), 'run', '--allow-all', inApp('slim-node.mjs')],
  'Bun, slim': () => [bin('bun'), inApp('slim-node.mjs')],
};
