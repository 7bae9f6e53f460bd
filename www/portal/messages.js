import { control } from './control.js';

/**
 * The parent side of the frame protocol (contract §8.2, §8.3).
 *
 * 1. A message counts only if its origin is the app's, its data a string or an object,
 *    its sid the one of this opening, and its command one of those below.
 * 2. Everything else is ignored, as is a command that fails: the frame gets no answer.
 * 3. The answer is `callbackId:JSON`, posted to the app's origin only.
 *
 * `onAsked` is told when the app asks for its data. Stops when `signal` is aborted.
 */
export function answerFrame(frame, { appOrigin, appSid }, signal, onAsked) {
  const commands = commandsFor(frame, appSid);

  async function listen({ origin, data }) {
    const message = origin === appOrigin ? parse(data) : undefined;
    if (message?.sid !== appSid || !Object.hasOwn(commands, message.command)) return;
    if (message.command === 'getInitData') onAsked();
    const run = commands[message.command];
    const answer = await run(message.params).catch(() => SILENCE);
    if (answer === SILENCE || !message.callback) return;
    frame.contentWindow?.postMessage(`${message.callback}:${encode(answer)}`, appOrigin);
  }

  window.addEventListener('message', listen, { signal });
}

const SILENCE = Symbol('no answer');

const encode = (answer) => (answer === undefined ? '' : JSON.stringify(answer));

function parse(data) {
  if (typeof data === 'string') return parseText(data);
  if (typeof data !== 'object' || data === null) return undefined;
  const { method, params, callback, appSid } = data;
  return { command: method, params: params ?? {}, callback, sid: appSid };
}

/** `command:params:callback:sid`; only the params may hold colons, or be left out. */
function parseText(text) {
  const parts = text.split(':');
  if (parts.length < 3) return undefined;
  const [command, sid, callback] = [parts[0], parts.at(-1), parts.at(-2)];
  try {
    return { command, params: JSON.parse(parts.slice(1, -2).join(':') || '{}'), callback, sid };
  } catch {
    return undefined;
  }
}

function commandsFor(frame, appSid) {
  const ask = (command) => (params) => control('POST', `frame/${command}`, { appSid, params });

  return {
    getInitData: ask('getInitData'),
    refreshAuth: ask('refreshAuth'),
    setInstall: ask('setInstall'),
    setAppOption: ask('setAppOption'),
    setUserOption: ask('setUserOption'),
    async setInstallFinish(params) {
      await ask('setInstallFinish')(params).catch(() => {}); // reloads in any case
      return reload('install_finished');
    },
    async reloadWindow() {
      return reload();
    },
    async resizeWindow({ height }) {
      if (Number(height) > 0) frame.style.height = `${Number(height)}px`;
      return { width: frame.clientWidth, height: frame.clientHeight };
    },
    async setTitle(params) {
      document.title = String(params.title);
      return params;
    },
    async setScroll(params) {
      return params;
    },
  };
}

function reload(mark) {
  const address = new URL(location.href);
  if (mark) address.searchParams.set(mark, 'Y');
  if (address.href === location.href) location.reload();
  else location.replace(address);
  return SILENCE;
}
