// The host check of `core` fails as soon as it names a web type: shown on a copy that does.
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';
import { capture, Failure } from './run.mjs';

const sources = ['Cargo.toml', 'Cargo.lock', 'build.rs', 'src', 'data', 'portal', 'tests'];
const webType = '\n/// A web type.\npub type Page = web_sys::Window;\n';

export async function checkCore(onLine) {
  const folder = mkdtempSync(join(tmpdir(), 'bx24-core-'));
  try {
    for (const name of sources) cpSync(inRoot(name), join(folder, name), { recursive: true });
    const check = () =>
      capture('cargo', ['check', '--lib', '--target-dir', join(folder, 'target')], {
        cwd: folder,
        onLine,
      });
    await check();
    appendFileSync(join(folder, 'src', 'core', 'frame.rs'), webType);
    await refused(check);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function refused(check) {
  const failure = await check().then(
    () => undefined,
    (error) => error,
  );
  if (!failure) throw new Failure('a web type in `core` passed the host check');
  if (!failure.output.includes('web_sys')) {
    throw new Failure('the host check failed for another reason', failure.output);
  }
}
