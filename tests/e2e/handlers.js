// Handlers that tests bind, and what became of them.

/** The handler of tests that need but one. */
export const lead = (portal) => ({ event: 'ONCRMLEADADD', handler: portal.url('lead') });

/** A handler of its own for each number; all of one name share an inbox. */
export const at = (portal, n, name = 'own') => ({
  event: 'ONCRMLEADADD',
  handler: `${portal.url(name)}?h=${n}`,
});
export const many = (portal, count, from = 0) =>
  Array.from({ length: count }, (_, n) => at(portal, n + from));

/** The registry of one application: `event handler user`, sorted. */
export async function registry(portal, application = 'app') {
  const rows = (await portal.handlers()).filter((row) => row.application === application);
  return rows.map((row) => `${row.event} ${row.handler} ${row.authType}`).sort();
}

/** Handlers as `registry` shows them. */
export const rows = (handlers) =>
  handlers.map((one) => `${one.event} ${one.handler} ${one.authType ?? 0}`).sort();

/** How many handlers a report has of each kind. */
export const counts = (report) =>
  Object.fromEntries(Object.entries(report).map(([name, list]) => [name, list.length]));

/** A report in which nothing was done. */
export const none = { bound: 0, alreadyBound: 0, unbound: 0, kept: 0, failed: 0 };
