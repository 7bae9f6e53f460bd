import { callBind, callUnbind, configure } from '/pkg/index.js';
import { byId, el, say } from '/shared/dom.js';
import { combobox } from '/shared/combobox.js';
import { portalAddress } from './home.js';
import { showAnswer } from './answer.js';
import { clearRetries, showRetry } from './retries.js';

const CALLS = { callBind, callUnbind };

/** The form that binds and unbinds one handler. `portal`: a promise of the connected client. */
export function wireBind(portal) {
  configure({ onRetry: showRetry });
  byId('handler').value = `${portalAddress()}/inbox/demo`;
  completeEvents(portal);
  byId('bind-form').addEventListener('submit', (submit) => {
    submit.preventDefault();
    send(submit.submitter?.value ?? 'callBind');
  });
}

async function send(name) {
  const place = byId('answer');
  clearRetries();
  place.replaceChildren(el('p', { className: 'muted' }, 'Waiting for the portal'));
  const authType = byId('auth-type').value.trim();
  const result = await CALLS[name](
    byId('event').value.trim(),
    byId('handler').value.trim(),
    authType === '' ? undefined : authType,
  );
  showAnswer(place, name, result);
}

/** Asks the portal for its codes once, when the field is first used. */
function completeEvents(portal) {
  let codes = [];
  const field = byId('event');
  const refresh = combobox(field, () => codes);

  async function load() {
    try {
      codes = await (await portal).events();
      refresh();
    } catch (error) {
      say(byId('event-hint'), `No completion: ${error.message}`, 'warn');
    }
  }
  field.addEventListener('focus', load, { once: true });
}
