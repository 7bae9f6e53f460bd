// The client's types. What must not compile is marked.
import {
  Bx24Error,
  callBatch,
  callMethod,
  connect,
  type Diagnosis,
  getAuth,
  type Handler,
  type OfflineBatch,
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
portal.bind(wanted[0]!) satisfies Promise<{ bound: true; alreadyBound: boolean; time: Time }>;
portal.unbind(wanted[0]!, { signal: AbortSignal.timeout(5), timeout: 5 }) satisfies Promise<{
  count: number;
  repeated: boolean;
}>;
portal.handlers() satisfies Promise<Handler[]>;
portal.events({ scope: 'crm' }) satisfies Promise<string[]>;
portal.test({ any: 'thing' }) satisfies Promise<void>;
portal.installFinish() satisfies Promise<void>;
// @ts-expect-error an event is needed
portal.bind({ handler });
// @ts-expect-error no such kind
portal.bind({ event: 'ONCRMLEADADD', eventType: 'both' });
// @ts-expect-error the portal's own spelling
portal.bind({ event: 'ONCRMLEADADD', handler, auth_type: 15 });
// @ts-expect-error no such option
portal.bind({ event: 'ONCRMLEADADD', handler }, { retries: 5 });

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
}

// what apps need that swap the script
const pages = await callMethod('crm.lead.list', { start: 0 });
pages.next() satisfies false | Promise<unknown>;
const { leads } = await callBatch({ leads: ['crm.lead.list', {}] });
leads.total() satisfies number;
const auth = getAuth();
if (auth) auth.access_token satisfies string;
// @ts-expect-error false before the handshake
auth.access_token;
