import { byId, chip, el, prose } from '/shared/dom.js';
import { clock } from '/shared/clock.js';
import { formFields } from './form.js';
import { countShown, Feed, opening } from './feed.js';

/** The deliveries as they end. */
export function deliveryFeed() {
  return new Feed(byId('deliveries'), row, (total) => {
    byId('deliveries').hidden = total === 0;
    byId('deliveries-empty').hidden = total > 0;
    byId('deliveries-count').textContent = countShown(total, 'delivery', 'deliveries');
  });
}

function row(delivery) {
  const summary = [
    clock(delivery.ts),
    el('code', {}, delivery.event),
    outcome(delivery),
    el('span', { className: 'muted small' }, spent(delivery)),
    el('code', { className: 'target muted' }, delivery.handler),
  ];
  return opening(summary, () => [...why(delivery), formFields(delivery.body ?? '')]);
}

const TONE = { sent: 'good', 'not sent': 'warn', failed: 'bad' };

function outcome({ outcome, status }) {
  const refused = outcome === 'sent' && status >= 400;
  return chip(status ? `${outcome}, ${status}` : outcome, refused ? 'warn' : TONE[outcome]);
}

const spent = ({ ms }) => (typeof ms === 'number' ? `${Math.round(ms)} ms` : '');

const why = ({ reason }) => (reason ? [el('p', {}, ...prose(reason))] : []);
