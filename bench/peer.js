// b24jssdk as a page would ship it: only what it takes to call REST from a frame, minified.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inRoot } from '../scripts/paths.mjs';

const { version } = JSON.parse(
  readFileSync(inRoot('node_modules/@bitrix24/b24jssdk/package.json'), 'utf8'),
);

export const name = `b24jssdk ${version}`;

export async function bundlePeer(format) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { initializeB24Frame } from '@bitrix24/b24jssdk'`,
      resolveDir: inRoot('bench'),
    },
    bundle: true,
    minify: true,
    format,
    globalName: 'peer',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text;
}
