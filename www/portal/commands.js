import { control } from './control.js';
import { openDialog } from './dialog.js';
import { interfaceOf, NoAnswer } from './interfaces.js';
import { selectAccess, selectCRM, selectUser } from './selectors.js';

/** Which commands a frame may not use: the titles of placements belong to the portal's page. */
export const denied = (placement) =>
  placement === 'DEFAULT' ? ['placementBindEvent'] : ['setTitle'];

/**
 * The commands of a frame (contract §8.3), each a function of its parameters and of `told`, the
 * promise that the journal has the message. It resolves with the answer, or throws `NoAnswer`.
 * `slider` closes the slider that the frame is in, if it is in one; `openApp` opens the app in one.
 */
export function commandsFor(frame, { appSid, placement, slider, openApp }) {
  const own = interfaceOf(placement);
  const ask = (command) => (params) => control('POST', `frame/${command}`, { appSid, params });

  return {
    getInitData: ask('getInitData'),
    refreshAuth: ask('refreshAuth'),
    setInstall: ask('setInstall'),
    setAppOption: ask('setAppOption'),
    setUserOption: ask('setUserOption'),
    async setInstallFinish(params, told) {
      await ask('setInstallFinish')(params).catch(() => {}); // reloads in any case
      await told;
      return reload('install_finished');
    },
    async reloadWindow(params, told) {
      await told;
      return reload();
    },
    resizeWindow: async (params) => resize(frame, params),
    async setTitle(params) {
      document.title = String(params.title);
      return params;
    },
    async setScroll(params) {
      if (params.scroll >= 0) window.scrollTo(window.scrollX, Number.parseInt(params.scroll, 10));
      return params;
    },
    getInterface: async () => ({ command: Object.keys(own.commands), event: own.events }),
    async placementBindEvent({ event }) {
      const known = own.events.includes(event);
      throw new NoAnswer(
        known
          ? `\`${event}\` does not happen in this portal`
          : `the placement has no event \`${event}\``,
      );
    },
    selectUser: chosen(selectUser),
    selectAccess: chosen(selectAccess),
    selectCRM: chosen(selectCRM),
    openPath,
    openApplication: (params) => openApp(params),
    async closeApplication() {
      if (!slider) throw new NoAnswer('the app is not in a slider');
      slider();
    },
    async showAppForm() {
      throw new NoAnswer('a live portal opens the form of the app');
    },
    ...Object.fromEntries(MESSENGER.map((command) => [command, messenger])),
    ...own.commands,
  };
}

const MESSENGER = ['imCallTo', 'imPhoneTo', 'imOpenMessenger', 'imOpenHistory'];

async function messenger() {
  throw new NoAnswer('a live portal opens its messenger');
}

const chosen = (select) => async (params) => {
  const choice = await select(params);
  if (choice === undefined) throw new NoAnswer('nothing was chosen');
  return choice;
};

const AVAILABLE =
  /^\/(crm\/(deal|lead|contact|company|type)|marketplace|company\/personal\/user\/\d+|workgroups\/group\/\d+)\//;

/** Opens a path of the portal in a slider; the answer comes when it is closed. */
async function openPath({ path }) {
  if (!AVAILABLE.test(path)) return { result: 'error', errorCode: 'PATH_NOT_AVAILABLE' };
  await openDialog(String(path), []).closed;
  return { result: 'close' };
}

// of a frame, in px: an endless one would make the page unusable
const MAX_HEIGHT = 20_000;

/** Width in pixels or `100%`, height in pixels, as asked; answers what they are now. */
function resize(frame, { width, height }) {
  frame.style.width = width === '100%' ? width : `${Number.parseInt(width, 10) || 100}px`;
  const pixels = Math.min(Number.parseInt(height, 10), MAX_HEIGHT);
  if (pixels > 0) Object.assign(frame.style, { height: `${pixels}px`, minHeight: 0 });
  const now = frame.getBoundingClientRect();
  return { width: now.width, height: now.height };
}

function reload(mark) {
  const address = new URL(location.href);
  if (mark) address.searchParams.set(mark, 'Y');
  if (address.href === location.href) location.reload();
  else location.replace(address);
  throw new NoAnswer('the page is loaded anew');
}
