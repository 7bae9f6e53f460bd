// The client's types. What must not compile is marked.
import {
  type BatchCall,
  Bx24Error,
  callBatch,
  callMethod,
  connect,
  type Diagnosis,
  getAuth,
  type Handler,
  type OfflineBatch,
  type OfflineHandler,
  type OnlineHandler,
  type Plan,
  type Portal,
  type SyncReport,
  type Time,
  type Tokens,
} from 'bx24-callbind';

const handler = 'https://example.com/handler/';

// the three kinds of authorization
const portal: Portal = await connect();
connect({ webhook: 'https://portal.bitrix24.com/rest/1/secret/', timeout: 5 });
connect({ domain: 'portal.bitrix24.com', accessToken: 'a', refresh: async () => 'b' });
const tokens: Tokens = { accessToken: 'a', expiresIn: 3600 };
connect({ domain: 'portal.bitrix24.com', accessToken: 'a', refresh: async () => tokens });
// @ts-expect-error no such option
connect({ webHook: '' });
// @ts-expect-error `refresh` gives a promise of a token
connect({ domain: 'a.b', accessToken: 'a', refresh: async () => 5 });

// what a portal says of itself
portal.domain satisfies string;
portal.userIsAdmin satisfies boolean | undefined;
portal.memberId satisfies string | undefined;
// @ts-expect-error read only
portal.domain = 'other';

// handlers
const wanted: Handler[] = [
  { event: 'ONCRMLEADADD', handler, authType: 15, authConnector: 'mine', rebind: true },
  { event: 'OnSomethingNew', handler },
  { event: 'ONCRMDEALUPDATE', eventType: 'offline' },
  { event: 'ONOFFLINEEVENT', handler, options: { minTimeout: 5 } },
];
portal.bind(wanted[0]!) satisfies Promise<{ bound: true; alreadyBound: boolean; time?: Time }>;
// @ts-expect-error a handler that was bound already has no time
portal.bind(wanted[0]!) satisfies Promise<{ time: Time }>;
portal.unbind(wanted[0]!, { signal: AbortSignal.timeout(5), timeout: 5 }) satisfies Promise<{
  count: number;
  repeated: boolean;
}>;
portal.handlers() satisfies Promise<Handler[]>;
for (const one of await portal.handlers()) {
  if (one.eventType === 'offline') one satisfies OfflineHandler;
  else one satisfies OnlineHandler;
  // @ts-expect-error an offline handler has no URL
  one.handler.length;
  if (one.eventType !== 'offline') one.handler.length;
}
portal.events({ scope: 'crm' }) satisfies Promise<string[]>;
portal.test({ any: 'thing' }) satisfies Promise<void>;
portal.installFinish() satisfies Promise<void>;
// @ts-expect-error an event is needed
portal.bind({ handler });
// @ts-expect-error no such kind
portal.bind({ event: 'ONCRMLEADADD', handler, eventType: 'both' });
// @ts-expect-error an online handler needs a URL
portal.bind({ event: 'ONCRMLEADADD' });
// @ts-expect-error and also where it says that it is one
portal.bind({ event: 'ONCRMLEADADD', eventType: 'online' });
// @ts-expect-error an offline handler has no URL
portal.bind({ event: 'ONCRMLEADADD', handler, eventType: 'offline' });
// @ts-expect-error an offline handler has no user
portal.bind({ event: 'ONCRMLEADADD', authType: 15, eventType: 'offline' });
// @ts-expect-error a list is checked like a single handler
portal.sync([{ event: 'ONCRMLEADADD', handler }, { event: 'ONCRMLEADADD' }]);
// @ts-expect-error the portal's own spelling
portal.bind({ event: 'ONCRMLEADADD', handler, auth_type: 15 });
// @ts-expect-error no such option
portal.bind({ event: 'ONCRMLEADADD', handler }, { retries: 5 });

// any method, and what one call may set for itself
const deal = await portal.call<{ TITLE: string }>('crm.deal.get', { id: 9 });
deal.TITLE satisfies string;
portal.call('crm.deal.add', {}, { repeat: false, attemptTimeout: 5 }) satisfies Promise<unknown>;
portal.handlers({ attemptTimeout: 5 });
// @ts-expect-error what a result is without a type is not known
(await portal.call('crm.deal.get', { id: 9 })).TITLE;
// @ts-expect-error a method is needed
portal.call();
// @ts-expect-error parameters are an object
portal.call('crm.deal.get', 9);
// @ts-expect-error only a call of any method may be repeated at will
portal.bind({ event: 'ONCRMLEADADD', handler }, { repeat: true });

// the installer
const plan: Plan = await portal.plan(wanted, { prune: { underUrl: 'https://example.com/' } });
const report: SyncReport = await portal.sync(plan, { partial: true, matchUser: false });
portal.sync(wanted, { prune: true, onProgress: ({ done, total }) => done / total });
portal.moveHandlers('https://a.b', 'https://c.d') satisfies Promise<SyncReport>;
report.failed[0]?.error satisfies Bx24Error | undefined;
plan.refused[0]?.reason satisfies string | undefined;
plan.warnings satisfies string[];
const found: Diagnosis[] = await portal.diagnose();
found[0]?.severity satisfies 'error' | 'warning' | undefined;
// @ts-expect-error nothing of that kind is pruned
portal.sync(wanted, { prune: 'all' });
// @ts-expect-error a prefix is needed
portal.sync(wanted, { prune: {} });

// the offline queue
for await (const batch of portal.offline.batches({ size: 10, resume: ['a'], poll: 1000 })) {
  batch satisfies OfflineBatch;
  await batch.fail(batch.events.map((event) => event.MESSAGE_ID));
  await batch.done();
}
portal.offline.batches({ exclusive: true }) satisfies AsyncIterable<OfflineBatch>;
// @ts-expect-error the only consumer, or not
portal.offline.batches({ exclusive: 'yes' });
const reserved = await portal.offline.get({ clear: false, limit: 5 });
reserved.process_id satisfies string | null;
portal.offline.list({ filter: { ERROR: 1 } }) satisfies Promise<{ total?: number }>;
portal.offline.clear({ processId: 'a' }) satisfies Promise<void>;
// @ts-expect-error true and 'Y' differ
portal.offline.get({ clear: 'Y' });
// @ts-expect-error which messages have failed?
portal.offline.error({ processId: 'a' });

// errors
const error = new Error() as Bx24Error;
if (error instanceof Bx24Error) {
  error.code satisfies string;
  error.errors?.[0]?.field satisfies string | undefined;
  error.processIds satisfies string[] | undefined;
  // @ts-expect-error not every error has reservations
  portal.offline.batches({ resume: error.processIds });
  // @ts-expect-error read only
  error.processIds = [];
}

// what apps need that swap the script
const pages = await callMethod('crm.lead.list', { start: 0 });
pages.next() satisfies false | Promise<unknown>;
const rows = await callMethod<{ ID: string }[]>('crm.lead.list', {}, (page) => page.data()?.length);
rows.data()?.[0]?.ID satisfies string | undefined;
// @ts-expect-error a failed call has no rows
rows.data().length;
const { leads } = await callBatch({ leads: ['crm.lead.list', {}] });
leads.total() satisfies number;
callBatch({ leads: ['crm.lead.list', {}] }, ({ leads }) => leads.total(), false);
const halted = await callBatch({ leads: ['crm.lead.list'] }, ({ leads }) => leads?.total(), true);
halted.leads?.total() satisfies number | undefined;
// @ts-expect-error after a halt a call may have no result
halted.leads.total();
// @ts-expect-error nor has the callback
callBatch({ leads: ['crm.lead.list'] }, ({ leads }) => leads.total(), true);
// @ts-expect-error only what was called has a result
leads.deals;
const calls: BatchCall[] = [['profile'], { method: 'scope', params: {} }];
const [first] = await callBatch(calls, null, true);
first?.status satisfies number | undefined;
// @ts-expect-error a call is more than a name
callBatch(['profile']);
const auth = getAuth();
if (auth) auth.access_token satisfies string;
// @ts-expect-error false before the handshake
auth.access_token;
