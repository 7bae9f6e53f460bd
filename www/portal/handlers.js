import { byId, count, el } from '/shared/dom.js';

/** The table of all registered handlers, newest first. */
export function showHandlers(handlers) {
  byId('handlers').tBodies[0].replaceChildren(...handlers.map(row).reverse());
  byId('handlers-list').hidden = handlers.length === 0;
  byId('handlers-empty').hidden = handlers.length > 0;
  byId('handlers-count').textContent = count(handlers.length, 'handler');
}

function row(handler) {
  return el(
    'tr',
    {},
    el('td', { className: 'muted' }, String(handler.id)),
    el('td', {}, el('code', {}, handler.event)),
    el('td', {}, ...target(handler)),
    el('td', {}, authType(handler)),
    el('td', { className: 'muted' }, handler.application),
  );
}

function authType({ authType: user, offline }) {
  if (offline) return '';
  return user ? `user ${user}` : 'triggering user';
}

function target({ handler, offline, connector }) {
  const name = connector ? [` connector ${connector}`] : [];
  return [offline ? 'offline queue' : el('code', {}, handler), ...name];
}
