// What the cases of a portal's methods share.
import { fails, ok, refused } from '../portal.js';

export const url = 'https://example.com/lead';

export const lead = { event: 'ONCRMLEADADD', handler: url };

export const deal = { event: 'ONCRMDEALADD', handler: 'https://example.com/deal' };

export const offline = { event: 'ONCRMLEADADD', eventType: 'offline' };

export const bound = refused('ERROR_CORE', 'Unable to set event handler: Handler already binded');

export const expired = refused('expired_token', 'The access token provided has expired.', 401);

export const lost = fails(new TypeError('lost'));

/** A row of `event.get`. */
export const row = (event, handler, auth_type = '0', offline = 0) => ({
  event,
  handler,
  auth_type,
  offline,
});

export const rows = [
  row('ONCRMLEADADD', url),
  row('ONCRMLEADUPDATE', 'https://example.com/old', '15'),
  row('ONCRMDEALADD', 'http://old.example.org/deal'),
  { event: 'ONCRMLEADADD', connector_id: '', offline: 1 },
  { event: 'ONCRMDEALADD', connector_id: 'mine', offline: '1' },
];

/** A method of a portal that is connected by webhook; `script` are the portal's answers. */
export const call =
  (name, given = [], script = {}, connect = {}) =>
  async ({ webhook, answer, ended }) => {
    answer(script);
    const portal = await webhook(connect);
    return ended(portal[name](...given));
  };

export const users = { profile: ok({ ID: '7', ADMIN: false }) };

export const known = { 'event.get': ok(rows) };

/** A table's rows as cases, their names after `prefix`. */
export const named = (prefix, table, make) =>
  Object.fromEntries(Object.entries(table).map(([what, row]) => [`${prefix}: ${what}`, make(row)]));

/** That many URLs of handlers. */
export const urls = (count) => Array.from({ length: count }, (_, n) => `${url}/${n}`);
