import { byId, chip, count, el, say } from '/shared/dom.js';
import { combobox } from '/shared/combobox.js';
import { control } from './control.js';

// the usual ones; the portal knows more and names them all when it is given a wrong one
const USUAL = [
  'CONNECTION_ERROR',
  'OPERATION_TIME_LIMIT',
  'QUERY_LIMIT_EXCEEDED',
  'body',
  'cut',
  'delay',
  'drop',
  'empty',
  'error',
  'expired_token',
  'html',
  'insufficient_scope',
  'invalid_token',
];

/** The form that queues faults, and the queue. */
export function wireFaults() {
  combobox(byId('fault-name'), () => USUAL);
  byId('fault-form').addEventListener('submit', (submit) => {
    submit.preventDefault();
    change(control('POST', 'faults', [asked()]), 'Added: the next request that fits gets it.');
  });
  byId('fault-clear').addEventListener('click', () =>
    change(control('DELETE', 'faults'), 'Cleared.'),
  );
}

function asked() {
  const method = byId('fault-method').value.trim();
  return {
    fault: byId('fault-name').value.trim(),
    match: method === '' ? {} : { method },
    times: byId('fault-times').value === '' ? null : Number(byId('fault-times').value),
    execute: byId('fault-execute').checked,
    cors: byId('fault-cors').checked,
    ms: Number(byId('fault-ms').value),
  };
}

async function change(doing, words) {
  try {
    await doing;
    say(byId('fault-state'), words, 'good');
    await readFaults();
  } catch (error) {
    say(byId('fault-state'), error.message, 'bad');
  }
}

/** Shows what is still queued. */
export async function readFaults() {
  const { queue, storm } = await control('GET', 'faults');
  const storms = storm ? [el('li', {}, chip('storm', 'warn'), ` ${storming(storm)}`)] : [];
  byId('fault-queue').replaceChildren(...queue.map(queued), ...storms);
  byId('fault-none').hidden = queue.length > 0 || storm !== null;
}

const storming = ({ seed, rate, faults }) =>
  `${Math.round(rate * 100)} % of requests, seed ${seed}, ${count(faults.length, 'kind')}`;

function queued({ fault, match, times, execute }) {
  const words = [
    match.method ?? 'any method',
    times === null ? 'always' : count(times, 'request'),
    execute ? 'executed, then the answer is lost' : 'not executed',
  ];
  return el('li', { className: 'row' }, chip(fault, 'warn'), words.join(', '));
}
