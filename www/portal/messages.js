import { commandsFor, denied } from './commands.js';
import { control } from './control.js';
import { NoAnswer } from './interfaces.js';

/**
 * The parent side of the frame protocol (contract §8.2, §8.3).
 *
 * 1. A message counts only if its origin is the app's, its data a string or an object,
 *    its sid the one of this opening, and its command one that the frame may use.
 * 2. Everything else is ignored, as is a command that fails: the frame gets no answer.
 * 3. The answer is `callbackId:JSON`, posted to the app's origin only.
 * 4. The journal has each message, and why it was not answered.
 *
 * `opening` is what the portal said of the frame; `slider` and `openApp` are those of `commandsFor`;
 * `onAsked` is told when the app asks for its data. Stops when `signal` is aborted.
 */
export function answerFrame(frame, opening, { signal, onAsked, slider, openApp }) {
  const { application, appOrigin, appSid, placement } = opening;
  let noted = Promise.resolve();
  // one after another, so that the journal has them in their order
  const note = (direction, command, value, reason) => {
    const message = { application, direction, command, value, note: reason };
    return (noted = noted.then(() => tell(message)));
  };
  const commands = commandsFor(frame, { appSid, placement, slider, openApp });

  async function listen({ origin, data }) {
    const message = origin === appOrigin ? parse(data) : undefined;
    if (!message) return;
    const { command, params, callback } = message;
    const reason = ignored(message, { commands, appSid, placement });
    const told = note('in', command, params, reason);
    if (reason) return;
    if (command === 'getInitData') onAsked();
    try {
      const answer = await commands[command](params, told);
      await told; // the journal has the answer after its question
      if (callback) frame.contentWindow?.postMessage(`${callback}:${encode(answer)}`, appOrigin);
      await note(
        'out',
        command,
        answer,
        callback ? null : 'not sent: the frame asked for no answer',
      );
    } catch (error) {
      await told;
      const said = error instanceof NoAnswer ? '' : 'refused: ';
      await note('out', command, null, `no answer: ${said}${error.message}`);
    }
  }

  window.addEventListener('message', listen, { signal });
}

/** Why a message has no effect; undefined if it has. */
function ignored({ command, sid }, { commands, appSid, placement }) {
  if (sid !== appSid) return "ignored: another application's sid";
  if (!Object.hasOwn(commands, command)) return 'ignored: no such command';
  if (denied(placement).includes(command)) return 'denied in this placement';
  return undefined;
}

/** The journal misses a message if the portal does not answer; the frame must not suffer from it. */
const tell = (message) => control('POST', 'frame-messages', message).catch(() => {});

const encode = (answer) => (answer === undefined ? '' : JSON.stringify(answer));

function parse(data) {
  if (typeof data === 'string') return parseText(data);
  if (typeof data !== 'object' || data === null) return undefined;
  const { method, params, callback, appSid } = data;
  if (typeof method !== 'string') return undefined;
  return { command: method, params: params ?? {}, callback, sid: appSid };
}

/** `command:params:callback:sid`; only the params may hold colons, or be left out. */
function parseText(text) {
  const parts = text.split(':');
  if (parts.length < 3) return undefined;
  const [command, sid, callback] = [parts[0], parts.at(-1), parts.at(-2)];
  try {
    return {
      command,
      params: JSON.parse(parts.slice(1, -2).join(':') || '{}') ?? {},
      callback,
      sid,
    };
  } catch {
    return undefined;
  }
}
