// The hand-written entries of npm/ with wasm-bindgen's glue, one minified file each.
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { Failure } from './run.mjs';

/** Bundles `entries` of npm/ with wasm-bindgen's `glue` into the folder `to`. */
export async function bundle(entries, glue, to) {
  // not at the top: this file is read before `npm ci` ran
  const { build } = await import('esbuild');
  for (const entry of entries) {
    const done = build({
      entryPoints: [inRoot('npm', `${entry}.js`)],
      outfile: join(to, `${entry}.js`),
      bundle: true,
      minify: true,
      legalComments: 'none',
      target: 'es2022',
      logLevel: 'silent',
      ...shape(entry),
      alias: { glue, classes },
      plugins: [resolveSnippets],
    });
    await done.catch((error) => {
      throw new Failure(`esbuild could not bundle npm/${entry}.js`, error.message);
    });
  }
}

function shape(entry) {
  if (entry === 'classic') return { format: 'iife', platform: 'browser' };
  return { format: 'esm', platform: entry.endsWith('node') ? 'node' : 'browser' };
}

const classes = inRoot('src', 'api', 'classes.js');

/** wasm-bindgen copies the module that Rust imports; the original is meant, so that a class exists once. */
const resolveSnippets = {
  name: 'snippets',
  setup: ({ onResolve }) =>
    onResolve({ filter: /snippets\/[^/]+\/src\/api\/classes\.js$/ }, () => ({ path: classes })),
};
