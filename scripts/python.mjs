// A Python with the clients of tests/clients, in a virtual environment of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { targetFolder } from './paths.mjs';
import { capture, Failure } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';
import { step } from './step.mjs';

const requirements = 'tests/clients/requirements.txt';
const folder = join(targetFolder, 'clients');
const python = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');

/** Resolves to the program. */
export async function preparePython() {
  const system = process.env.PYTHON ?? 'python3';
  const version = await checkVersion(system);
  const wanted = fingerprint([requirements], version);
  if (!isStamped('python', wanted) || !existsSync(python)) {
    await step('Python packages', (onLine) => install(system, onLine));
    stamp('python', wanted);
  }
  return python;
}

async function checkVersion(system) {
  const program = 'import sys; print(sys.version); sys.exit(sys.version_info < (3, 11))';
  try {
    return await capture(system, ['-c', program]);
  } catch {
    throw new Failure(
      `\`${system}\` is not a Python of at least 3.11: install it, or set \`PYTHON\` to one; without it these clients cannot be tried`,
    );
  }
}

async function install(system, onLine) {
  await capture(system, ['-m', 'venv', '--clear', folder], { onLine });
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--requirement'];
  await capture(python, [...pip, requirements], { onLine });
}
