// Each makes the one file `to` of a program.
import { basename, dirname } from 'node:path';

const esbuildTo = (format, platform) => async (main, to) => {
  const { build } = await import('esbuild');
  // a plain script has no `import.meta`: the warning is expected
  const options = { format, platform, logLevel: 'error', bundle: true, minify: true };
  await build({ ...options, entryPoints: [main], outfile: to });
};

const webpackTo = (target) => async (main, to) => {
  const { default: webpack } = await import('webpack');
  const output = { path: dirname(to), filename: basename(to) };
  const config = { mode: 'production', target, entry: main, output };
  const stats = await new Promise((resolve, reject) =>
    webpack(config, (error, stats) => (error ? reject(error) : resolve(stats))),
  );
  const found = stats.toJson({ all: false, errors: true, warnings: true });
  // webpack thinks a file of more than 244 KiB too large for a page
  const warnings = found.warnings.filter(
    ({ message }) => !/size limit|code splitting/.test(message),
  );
  if (found.errors.length + warnings.length > 0) throw new Error(stats.toString());
};

const rollupWith = (assets) => async (main, to) => {
  const { rollup } = await import('rollup');
  const { nodeResolve } = await import('@rollup/plugin-node-resolve');
  const { importMetaAssets } = await import('@web/rollup-plugin-import-meta-assets');
  const plugins = [nodeResolve({ browser: true }), assets && importMetaAssets()];
  const bundle = await rollup({ input: main, plugins });
  await bundle.write({ dir: dirname(to), entryFileNames: basename(to), format: 'es' });
};

export const bundlers = {
  esbuild: esbuildTo('esm', 'browser'),
  esbuildIife: esbuildTo('iife', 'browser'),
  esbuildCjs: esbuildTo('cjs', 'node'),
  rollup: rollupWith(false),
  rollupWithAssets: rollupWith(true),
  webpack: webpackTo('web'),
  webpackNode: webpackTo('node'),
};
