import { byId, count, say } from '/shared/dom.js';
import { combobox } from '/shared/combobox.js';
import { control } from './control.js';

/** The buttons and the form that make events happen. `boundEvents` gives the codes to complete. */
export function wireHappenings(boundEvents) {
  byId('create-lead').addEventListener('click', () =>
    report(control('POST', 'lead', {}), ({ id }) => `Lead ${id} created.`),
  );
  byId('update-deal').addEventListener('click', () =>
    report(control('POST', 'deal', {}), ({ id }) => `Deal ${id} updated.`),
  );
  combobox(byId('fire-event'), boundEvents);
  byId('fire').addEventListener('submit', (submit) => {
    submit.preventDefault();
    const event = byId('fire-event').value.trim().toUpperCase();
    report(fire(event), (answer) => `${event} happened: ${deliveries(answer)}.`);
  });
}

const deliveries = (answer) => count(answer.deliveries, 'delivery', 'deliveries');

async function fire(event) {
  const user = byId('fire-user').value;
  const body = { event, data: readData(byId('fire-data')) };
  return control('POST', 'fire', user === '' ? body : { ...body, user: Number(user) });
}

function readData(field) {
  try {
    const data = JSON.parse(field.value.trim() || '{}');
    field.removeAttribute('aria-invalid');
    return data;
  } catch (error) {
    field.setAttribute('aria-invalid', true);
    field.focus();
    throw new Error(`the data is not JSON: ${error.message}`, { cause: error });
  }
}

async function report(doing, words) {
  try {
    say(byId('happened'), words(await doing), 'good');
  } catch (error) {
    say(byId('happened'), error.message, 'bad');
  }
}
