// A Chromium and the chromedriver that fits it: what is there, else Debian's packages. And Firefox.
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { toolsFolder } from './paths.mjs';
import { capture, Failure } from './run.mjs';
import { step } from './step.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const packages = ['chromium', 'chromium-driver'];
const remedy =
  'install Chromium and its chromedriver (Debian, Ubuntu: `apt-get install chromium chromium-driver`), ' +
  'or name them in the environment as CHROME=/path/to/chrome and CHROMEDRIVER=/path/to/chromedriver';

export async function prepareBrowser() {
  let found = find();
  if (!found.chrome || !found.chromedriver) {
    if (!canInstall()) throw new Failure(`no ${missing(found)} found: ${remedy}`);
    await step('Chromium', installPackages);
    found = find();
  }
  if (!found.chrome || !found.chromedriver)
    throw new Failure(`no ${missing(found)} found: ${remedy}`);
  await checkVersions(found);
  return found;
}

const missing = ({ chrome }) => (chrome ? 'chromedriver' : 'Chromium');

function find() {
  const chrome = named('CHROME', remedy) ?? onPath(browsers);
  const beside = chrome && [dirname(chrome)];
  const chromedriver = named('CHROMEDRIVER', remedy) ?? onPath(['chromedriver'], beside);
  return { chrome, chromedriver };
}

function named(variable, remedy) {
  const path = process.env[variable];
  if (!path) return undefined;
  if (!isExecutable(path))
    throw new Failure(`${variable} is \`${path}\`, which is no program: ${remedy}`);
  return path;
}

function onPath(names, folders = []) {
  const all = [...folders, ...process.env.PATH.split(delimiter)];
  return names.flatMap((name) => all.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const canInstall = () =>
  process.getuid?.() === 0 && !process.env.CHROME && existsSync('/etc/debian_version');

async function installPackages(onLine) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await capture('apt-get', ['update'], { env, onLine });
  const options = ['install', '-y', '--no-install-recommends'];
  await capture('apt-get', [...options, ...packages], { env, onLine });
}

/** chromedriver refuses a browser of another major version, with a message that is easy to miss. */
async function checkVersions({ chrome, chromedriver }) {
  const [browser, driver] = await Promise.all([chrome, chromedriver].map(majorVersion));
  if (browser === driver) return;
  throw new Failure(
    `chromedriver \`${chromedriver}\` is version ${driver}, the browser \`${chrome}\` ${browser}: ${remedy}`,
  );
}

async function majorVersion(program) {
  return /(\d+)\.\d+\.\d+/.exec(await capture(program, ['--version']))?.[1];
}

const firefoxRemedy =
  'install Firefox (Debian: `apt-get install firefox-esr`), or name it in the environment as ' +
  'FIREFOX=/path/to/firefox';

/** Firefox, for `npm run firefox` alone: it is not installed by the set-up. */
export function findFirefox() {
  const firefox = named('FIREFOX', firefoxRemedy) ?? onPath(['firefox-esr', 'firefox']);
  if (!firefox) throw new Failure(`no Firefox found: ${firefoxRemedy}`);
  return firefox;
}

/** What wasm-bindgen's test runner needs in its environment to use this browser, not its default. */
export function driverEnvironment(chrome) {
  const file = join(toolsFolder, 'webdriver.json');
  writeFileSync(file, JSON.stringify({ 'goog:chromeOptions': { binary: chrome } }));
  return { WASM_BINDGEN_TEST_WEBDRIVER_JSON: file };
}
