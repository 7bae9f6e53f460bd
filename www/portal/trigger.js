import { byId, el, prose, say } from '/shared/dom.js';
import { combobox } from '/shared/combobox.js';
import { control } from './control.js';
import { outcome } from './outcome.js';

let last; // the last trigger: what the portal answered, and which deliveries have ended since

/** The buttons and the form that trigger events. `boundEvents` gives the codes to complete. */
export function wireTriggers(boundEvents) {
  byId('create-lead').addEventListener('click', () =>
    trigger('ONCRMLEADADD', () => control('POST', 'lead', {}), 'Lead ID created.'),
  );
  byId('update-deal').addEventListener('click', () =>
    trigger('ONCRMDEALUPDATE', () => control('POST', 'deal', {}), 'Deal ID updated.'),
  );
  combobox(byId('fire-event'), boundEvents);
  byId('fire').addEventListener('submit', (submit) => {
    submit.preventDefault();
    const event = byId('fire-event').value.trim().toUpperCase();
    trigger(event, () => fire(event));
  });
}

/** Adds a delivery to what came of the last trigger, if it belongs there. */
export function noteDelivery(delivery) {
  if (!last || !isOf(last.fired, delivery)) return;
  last.deliveries.push(delivery);
  if (last.fired) show(last);
}

/** Before the portal has answered, any delivery may be of this event. */
const isOf = (fired, { eventId }) => !fired || fired.eventId === eventId;

async function fire(event) {
  const user = byId('fire-user').value;
  const body = { event, data: readData(byId('fire-data')) };
  return control('POST', 'fire', user === '' ? body : { ...body, user: Number(user) });
}

/** The data; without any, the portal takes its sample of the event. */
function readData(field) {
  try {
    const text = field.value.trim();
    const data = text === '' ? undefined : JSON.parse(text);
    field.removeAttribute('aria-invalid');
    return data;
  } catch (error) {
    field.setAttribute('aria-invalid', true);
    field.focus();
    throw new Error(`the data is not JSON: ${error.message}`, { cause: error });
  }
}

async function trigger(event, send, about = '') {
  const mine = (last = { deliveries: [] });
  try {
    const answer = await send();
    mine.fired = { ...answer, event, about: about.replace('ID', answer.id) };
    mine.deliveries = mine.deliveries.filter((delivery) => isOf(mine.fired, delivery));
    if (mine === last) show(mine);
  } catch (error) {
    say(byId('triggered'), error.message, 'bad');
  }
}

function show({ fired, deliveries }) {
  const { text, reasons, tone } = outcome(fired, deliveries);
  const place = byId('triggered');
  say(place, [fired.about, text].filter(Boolean).join(' '), tone);
  const lines = reasons.map((reason) => el('li', {}, ...prose(reason)));
  if (lines.length > 0) place.append(el('ul', { className: 'small' }, ...lines));
}
