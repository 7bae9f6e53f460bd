// Remembers in .tools/ what a set-up step was last done for, so that it is done again only then.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, toolsFolder } from './paths.mjs';

export function fingerprint(files, ...words) {
  const hash = createHash('sha256').update(words.join('\n'));
  for (const file of files) hash.update(readFileSync(resolve(root, file)));
  return hash.digest('hex');
}

const path = (name) => join(toolsFolder, `${name}.stamp`);

export const isStamped = (name, value) =>
  existsSync(path(name)) && readFileSync(path(name), 'utf8') === value;

export function stamp(name, value) {
  mkdirSync(toolsFolder, { recursive: true });
  writeFileSync(path(name), value);
}
