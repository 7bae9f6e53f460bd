// How calls go out and end: repeats, tokens, merging, ends before an answer.
import { hangs, ok, refused } from '../portal.js';
import { bound, call, deal, expired, lead, lost, named, offline, urls } from './common.js';

const byToken = (script, options, run) => async (world) => {
  world.answer(script);
  const portal = await world.token(options);
  return world.ended(run(portal, world));
};

const bindAll = (portal, handlers) =>
  Promise.all(handlers.map((handler) => portal.bind({ event: 'ONCRMLEADADD', handler })));

/** More calls than the bucket takes at once. */
const merged = (domain, more, run) => async (world) => {
  const portal = await world.library.connect({
    webhook: `https://${domain}.example/rest/1/secret/`,
    burst: 1,
    perSecond: 20,
    ...more,
  });
  return world.ended(run(portal, world));
};

const retried = {
  'a lost answer': [lost, ok(true)],
  'HTML, then found bound': [{ status: 502, text: '<html>' }, bound],
  'the bucket is full': [refused('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503), ok(true)],
  'time used up': [refused('OPERATION_TIME_LIMIT', 'blocked', 429), ok(true)],
  'busy twice': [
    refused('ERROR_CORE', 'Process already started'),
    refused('ERROR_CORE', 'Process already started'),
    ok(true),
  ],
  'no connection': [refused('CONNECTION_ERROR', 'no', 401), ok(true)],
  'lost to the end': [lost],
};

export default {
  ...named('onRetry', retried, (list) => async ({ webhook, answer, show, ended, pause }) => {
    const told = [];
    const onRetry = (...all) =>
      told.push(show(all.map((info) => ({ ...info, waitMs: pause(info.waitMs) }))));
    answer({ 'event.bind': list });
    const bound = await ended((await webhook({ onRetry, retries: 2 })).bind(lead));
    return { told, bound };
  }),
  'retries by default': async ({ webhook, answer, show, pause }) => {
    answer({ 'event.bind': lost });
    const waits = [];
    const portal = await webhook({ onRetry: ({ waitMs }) => waits.push(pause(waitMs)) });
    return { end: await portal.bind(lead).catch(show), waits };
  },
  'by token': byToken({}, {}, (portal) => portal.bind(lead)),
  'by token: expired, no refresh': byToken({ 'event.bind': expired }, {}, (portal) =>
    portal.bind(lead),
  ),
  'by token: refreshed to text': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: async () => 'token-9' },
    (portal) => portal.bind(lead),
  ),
  'by token: refreshed to tokens': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: async () => ({ accessToken: 'token-9', refreshToken: 'r', expiresIn: 3600 }) },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh gives no promise': byToken(
    { 'event.bind': [expired, ok(true)] },
    { refresh: () => 'token-9' },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh rejects': byToken(
    { 'event.bind': expired },
    { refresh: () => Promise.reject(new Error('no')) },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh throws': byToken(
    { 'event.bind': expired },
    { refresh: () => JSON.parse('-') },
    (portal) => portal.bind(lead),
  ),
  'by token: refresh gives something else (issue 13, A3)': byToken(
    { 'event.bind': expired },
    { refresh: async () => ({ error: 'invalid_grant' }) },
    (portal) => portal.bind(lead),
  ),
  'by token: what refresh is given, and a second call': byToken(
    { 'event.bind': [expired, ok(true)] },
    {},
    async (_portal, { token, show }) => {
      const given = [];
      const refresh = (...all) => {
        given.push(show(all));
        return { accessToken: 'token-9' };
      };
      const portal = await token({ refresh });
      await portal.bind(lead);
      await portal.bind(deal);
      return given;
    },
  ),
  'by token: a batch': byToken({}, {}, (portal) => portal.plan([lead])),
  'merged: binds, by webhook': merged('merged', {}, (portal) => bindAll(portal, urls(4))),
  'merged: binds and reads': merged('reads', {}, (portal) =>
    Promise.all([
      portal.bind(lead),
      portal.bind(deal),
      portal.unbind(lead),
      portal.handlers(),
      portal.events(),
    ]),
  ),
  'merged: one is refused': merged('refused', {}, (portal, { answer, ended }) => {
    answer({ 'event.bind': [ok(true), refused('ERROR_ARGUMENT', 'no'), ok(true)] });
    return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
  }),
  'merged: connectors stay apart': merged('apart', {}, (portal) =>
    Promise.all([
      portal.bind(lead),
      portal.bind({ ...offline, authConnector: 'one' }),
      portal.bind({ ...offline, authConnector: 'two' }),
      portal.bind({ ...deal, authConnector: 'one' }),
      portal.bind(deal),
    ]),
  ),
  'merged: the batch is refused': merged('nobatch', {}, (portal, { answer, ended }) => {
    answer({ batch: refused('ACCESS_DENIED', 'no', 403) });
    return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
  }),
  'merged: the batch has no answer to one': merged(
    'gap',
    { retries: 0 },
    (portal, { answer, ended }) => {
      answer({ batch: ok({ result: { 1: true }, result_error: [] }) });
      return Promise.all(urls(3).map((handler) => ended(portal.bind({ ...lead, handler }))));
    },
  ),
  'merged: switched off': merged('alone', { merge: false, perSecond: 1_000 }, (portal) =>
    bindAll(portal, urls(3)),
  ),
  'merged: by token': async (world) => {
    const portal = await world.token({
      domain: 'tokens.example',
      burst: 1,
      perSecond: 20,
      timeScale: 1,
    });
    return world.ended(bindAll(portal, urls(3)));
  },
  'destroy ends what is under way': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const portal = await webhook();
    const end = ended(portal.bind(lead));
    portal.destroy();
    return [await end, await ended(portal.bind(deal)), await ended(portal.plan([lead]))];
  },
  'a signal ends a call': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const controller = new AbortController();
    const end = ended((await webhook()).bind(lead, { signal: controller.signal }));
    controller.abort(new Error('of the caller'));
    return end;
  },
  'a signal that is aborted already': async ({ webhook, ended }) =>
    ended((await webhook()).bind(lead, { signal: AbortSignal.abort() })),
  'the client’s own signal': async ({ webhook, answer, ended }) => {
    answer({ 'event.bind': hangs });
    const controller = new AbortController();
    const end = ended((await webhook({ signal: controller.signal })).bind(lead));
    controller.abort();
    return end;
  },
  'no answer in time': call(
    'bind',
    [lead, { timeout: 30_000 }],
    { 'event.bind': hangs },
    { retries: 0 },
  ),
};
