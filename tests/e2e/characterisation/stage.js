// A parent page and an app's frame in it, on two origins that nobody serves: the parent answers as
// a case wants, the frame has the package and the cases.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../../scripts/paths.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const app = 'https://app.example';
const parent = 'https://portal.example';
const types = { js: 'text/javascript', wasm: 'application/wasm' };
const icon = '<link rel="icon" href="data:,">';

/** Which script a page of the app has. */
const pages = {
  index: `<script type="module">window.library = await import('/pkg/index.js')</script>`,
  mirror: `<script type="module">window.library = await import('/pkg/mirror.js')</script>`,
  classic: `<script src="/pkg/classic.js"></script><script>window.library = BX24</script>`,
};

/** What the parent answers unless a case says otherwise. */
const usual = {
  getInitData: {
    LANG: 'en',
    DOMAIN: 'portal.example',
    PROTOCOL: 1,
    PATH: '/rest',
    AUTH_ID: 'token-1',
    REFRESH_ID: 'refresh-1',
    AUTH_EXPIRES: '3600',
    MEMBER_ID: 'member-1',
    IS_ADMIN: true,
    INSTALL: false,
    FIRST_RUN: false,
    USER_OPTIONS: [],
    APP_OPTIONS: [],
    PLACEMENT: 'DEFAULT',
    PLACEMENT_OPTIONS: '',
  },
  refreshAuth: { AUTH_ID: 'token-2', REFRESH_ID: 'refresh-2', AUTH_EXPIRES: '3600' },
};

/** The parent's script: keeps what it is told, with its ids made alike, and answers. */
function listen(usual) {
  window.posted = [];
  window.answers = usual;
  window.addEventListener('message', ({ data, source }) => {
    const [, command, id] = /^(\w+):.*:(\w*):[^:]*$/s.exec(data) ?? [];
    window.posted.push(id ? data.replace(`:${id}:`, ':<id>:') : data);
    const answer = window.answers[command];
    if (answer !== undefined) source.postMessage(`${id}:${JSON.stringify(answer)}`, '*');
  });
}

async function serve(route) {
  const { pathname } = new URL(route.request().url());
  const [, folder, path] = /^\/(pkg|cases)\/(.+)$/.exec(pathname) ?? [];
  if (!folder) {
    const body = `<!doctype html><meta charset="utf-8">${icon}${pages[pathname.slice(1)]}`;
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  }
  const file = join(folder === 'pkg' ? packageFolder : here, path);
  const contentType = types[path.split('.').pop()];
  return route.fulfill({ contentType, body: await readFile(file) });
}

/** Opens the parent page. */
export async function openStage(page) {
  await page.route(`${app}/**`, serve);
  await page.route(`${parent}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html>${icon}` }),
  );
  await page.goto(`${parent}/`);
  await page.evaluate(listen, usual);
  return {
    open: (how) => open(page, how),
    posted: (frame) => posted(page, frame),
  };
}

/** What the frame has posted until now: its messages arrive in their order, a mark of ours last. */
async function posted(page, frame) {
  const marked = page.evaluate(
    () =>
      new Promise((resolve) => {
        const hear = ({ data }) => {
          if (data !== 'mark') return;
          window.removeEventListener('message', hear);
          resolve(window.posted.splice(0).filter((message) => message !== 'mark'));
        };
        window.addEventListener('message', hear);
      }),
  );
  await frame.evaluate(() => window.parent.postMessage('mark', '*'));
  return marked;
}

/**
 * Opens the app in a frame: `name` is its `window.name`, `entry` the package's, `answers` replace
 * those of the parent, by command; null: none.
 */
async function open(page, { name = 'portal.example|1|sid-1', entry = 'index', answers = {} } = {}) {
  const place = await page.evaluateHandle(show, [`${app}/${entry}`, name, combined(answers)]);
  const frame = await place.contentFrame();
  await frame.waitForFunction(() => 'library' in window);
  return frame;
}

/** Runs in the parent page: this frame in the place of an earlier one. */
function show([src, name, answers]) {
  window.answers = answers;
  const frame = Object.assign(document.createElement('iframe'), { src, name });
  return new Promise((resolve) => {
    frame.onload = () => resolve(frame);
    document.body.replaceChildren(frame);
  });
}

/** A command's usual answer with members replaced; a command that is null has no answer. */
const combined = (answers) =>
  Object.fromEntries(
    Object.entries(usual)
      .filter(([command]) => answers[command] !== null)
      .map(([command, answer]) => [command, replaced(answer, answers[command])]),
  );

const replaced = (answer, by) =>
  Array.isArray(by) || typeof by === 'string' ? by : { ...answer, ...by };

/** Runs a case in a frame. */
export const runIn = (frame, group, name) =>
  frame.evaluate(
    async ([group, name]) => {
      const { runCase } = await import('/cases/run.js');
      const { default: cases } = await import(`/cases/cases/${group}.js`);
      const run = cases[name].run ?? cases[name];
      return runCase(window.library, run, (url) => url.startsWith(location.origin));
    },
    [group, name],
  );
