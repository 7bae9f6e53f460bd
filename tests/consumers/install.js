// `npm pack` of pkg/, installed beside the bundlers as a user would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../scripts/paths.mjs';
import { here } from './places.js';

const npm = (...args) =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: here,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'], // its warnings come with what it throws
  });

export default function install() {
  const folder = mkdtempSync(join(tmpdir(), 'bx24-pack-'));
  npm('ci');
  const packed = npm('pack', packageFolder, '--pack-destination', folder, '--silent').trim();
  npm('install', '--no-save', join(folder, packed));
  rmSync(folder, { recursive: true });
}
