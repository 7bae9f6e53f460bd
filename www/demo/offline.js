import { byId, chip, count, el, say } from '/shared/dom.js';
import { showError } from './failure.js';
import { clearRetries } from './retries.js';

let batches; // the walk through the queue, as long as it lasts
let batch; // what is reserved now

/**
 * The queue of offline events: see it, reserve a batch, say how it went.
 * Returns a function that reads the queue, for when its tab is opened.
 */
export function wireOffline(portal) {
  const act = (work) => attempt(portal, work);
  byId('offline-form').addEventListener('submit', (submit) => {
    submit.preventDefault();
    act(reserve);
  });
  const read = () => act(() => {});
  byId('offline-read').addEventListener('click', read);
  byId('batch-done').addEventListener('click', () => act(() => settle('done')));
  byId('batch-fail').addEventListener('click', () => act(() => settle('fail')));
  return read;
}

async function attempt(promised, work) {
  clearRetries();
  say(byId('offline-state'), '');
  try {
    const portal = await promised;
    await work(portal);
    await readQueue(portal);
  } catch (error) {
    batches = undefined;
    showError(byId('offline-state'), error);
    showNoQueue('Not known: the last request failed.');
  }
}

async function reserve(portal) {
  batches ??= walk(portal);
  const { value, done } = await batches.next();
  if (done) batches = undefined;
  showBatch(value);
  say(byId('offline-state'), done ? 'The queue is empty.' : 'Reserved. No one else gets these.');
}

/** Takes up a reservation that was left, as after a crash. */
function resume(portal, processId) {
  batches = walk(portal, { resume: [processId] });
  return reserve(portal);
}

const walk = (portal, more) =>
  portal.offline.batches({ size: Number(byId('size').value), ...more })[Symbol.asyncIterator]();

async function settle(how) {
  const chosen = [...byId('batch-events').querySelectorAll(':checked')].map(({ value }) => value);
  await batch[how](chosen);
  say(byId('offline-state'), `${count(chosen.length, 'event')} ${WORDS[how]}.`, 'good');
  showBatch(undefined);
}

const WORDS = { done: 'done, gone from the queue', fail: 'failed, kept and marked' };

function showBatch(next) {
  batch = next;
  byId('batch').hidden = !batch;
  byId('batch-events').replaceChildren(...(batch?.events ?? []).map(choice));
}

function choice(event) {
  const box = el('input', { type: 'checkbox', value: event.MESSAGE_ID, checked: true });
  return el('label', { className: 'tick' }, box, el('code', {}, words(event)));
}

const words = ({ EVENT_NAME, EVENT_DATA }) => `${EVENT_NAME} ${JSON.stringify(EVENT_DATA)}`;

async function readQueue(portal) {
  const { events, total } = await portal.offline.list();
  showNoQueue('Nothing waits.');
  byId('queue-none').hidden = events.length > 0;
  byId('queue').hidden = events.length === 0;
  byId('queue-count').textContent =
    total > events.length ? `first ${events.length} of ${total}` : '';
  byId('queue').tBodies[0].replaceChildren(...events.map((event) => row(portal, event)));
}

/** In the queue's place, why no event is shown. */
function showNoQueue(text) {
  Object.assign(byId('queue-none'), { hidden: false, textContent: text });
  byId('queue').hidden = true;
  byId('queue-count').textContent = '';
}

function row(portal, event) {
  const about = el(
    'div',
    { className: 'lines tight' },
    el('code', {}, event.EVENT_NAME),
    el('code', { className: 'muted' }, JSON.stringify(event.EVENT_DATA)),
  );
  return el('tr', {}, el('td', {}, about), el('td', {}, ...state(portal, event)));
}

function state(portal, { PROCESS_ID: processId, ERROR: failed }) {
  if (!processId) return [Number(failed) ? chip('failed', 'bad') : chip('waits', 'good')];
  if (processId === batch?.processId) return [chip('reserved here', 'warn')];
  const button = el('button', { className: 'plain' }, 'Resume');
  button.addEventListener('click', () => attempt(portal, () => resume(portal, processId)));
  return [el('span', { className: 'row' }, chip('reserved', 'warn'), button)];
}
