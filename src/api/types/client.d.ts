/** A new token, as `refresh` may give it. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** Seconds until the token ends. */
  expiresIn?: number;
}

/** How to connect. Without `webhook` and `accessToken`, by the frame that the page runs in. */
export type ConnectOptions = Settings & {
  /**
   * The portal's host, with `accessToken`. May have a scheme and a port.
   *
   * @example 'portal.bitrix24.com'
   */
  domain?: string;
  /** An application's access token, with `domain`. */
  accessToken?: string;
  /**
   * Called when the portal refuses the access token; gives a new one. Left out, the call then ends
   * with the portal's error.
   *
   * @example
   * connect({ domain, accessToken, refresh: async () => (await fetch('/token')).text() });
   */
  refresh?: () => Promise<string | Tokens>;
  /**
   * The URL of an incoming webhook. It contains a secret: keep it on a server.
   *
   * @example 'https://portal.bitrix24.com/rest/1/secret/'
   */
  webhook?: string;
};

/**
 * Connects to a portal. In a frame it waits for the portal's page; otherwise nothing is sent yet.
 *
 * @returns a promise of the portal; it rejects with `NO_FRAME` where no portal has opened the page
 *   and no other way is given, and with `INVALID_ARGUMENT`
 *
 * @example
 * const portal = await connect();
 * await portal.bind({ event: 'ONCRMLEADADD', handler: 'https://example.com/handler/' });
 *
 * @example
 * const portal = await connect({ webhook: 'https://portal.bitrix24.com/rest/1/secret/' });
 */
export function connect(options?: ConnectOptions): Promise<Portal>;

/** What a single call may set for itself. */
export interface CallOptions {
  /** Ends the call as `ABORTED` when it is aborted. */
  signal?: AbortSignal;
  /**
   * How long the call may take with all its repeats, in milliseconds.
   *
   * @default the client's `timeout`
   */
  timeout?: number;
  /**
   * How long one attempt may take where a repeat may follow, in milliseconds.
   *
   * @default the client's `attemptTimeout`
   */
  attemptTimeout?: number;
}

/** What both kinds of handlers have. */
export interface HandlerFields {
  /**
   * The event's code; upper and lower case are the same.
   *
   * @example 'ONCRMLEADADD'
   */
  event: EventCode | (string & {});
  /** The key of a source of changes: its own changes are not reported back to it. */
  authConnector?: string;
  /** Sent as it is; today's portals know `minTimeout` of ONOFFLINEEVENT. */
  options?: string | Record<string, string | number | boolean>;
  /**
   * For `sync`: unbind the handler and bind it again, such as to change its `options`.
   *
   * @default false
   */
  rebind?: boolean;
}

/** A handler to whose URL the portal posts each event. */
export interface OnlineHandler extends HandlerFields {
  /**
   * An absolute http or https URL; its host needs a dot.
   *
   * @example 'https://example.com/handler/'
   */
  handler: string;
  /**
   * The user whose token the handler gets; 0: the user who causes the event.
   *
   * @default 0 for an administrator, else the user who binds
   */
  authType?: number;
  /** @default 'online' */
  eventType?: 'online';
}

/** A handler whose events wait in the portal's queue: see `Portal.offline`. It has no URL. */
export interface OfflineHandler extends HandlerFields {
  eventType: 'offline';
  handler?: undefined;
  authType?: undefined;
}

/** One event handler. */
export type Handler = OnlineHandler | OfflineHandler;

/** How `plan`, `sync` and `moveHandlers` work. */
export interface SyncOptions extends CallOptions {
  /**
   * Which handlers may be unbound that are not in the list: true for all that the caller sees,
   * `underUrl` for online ones at that URL or below it.
   *
   * @default false
   * @example { underUrl: 'https://example.com/' }
   */
  prune?: boolean | { underUrl: string };
  /**
   * Whether to bind the others although the portal would refuse some.
   *
   * @default false
   */
  partial?: boolean;
  /**
   * Whether handlers of two users are two handlers. If not, a handler of any user counts as bound.
   *
   * @default true
   */
  matchUser?: boolean;
  /** Called after every batch with the number of handlers that are done. */
  onProgress?(progress: { done: number; total: number }): void;
}

/** One handler of a plan. */
export interface Step {
  handler: Handler;
  /** Why it is in this list, in words. */
  reason: string;
  /** In `refused`: the field that is wrong. */
  field?: string;
}

/** What a `sync` would do. */
export interface Plan {
  /** To be bound. */
  bind: Step[];
  /** To be unbound; those that are in `bind` too are bound again. */
  unbind: Step[];
  /** Bound already. */
  keep: Step[];
  /** The portal would refuse these. */
  refused: Step[];
  /** What to know before it is carried out, in words. */
  warnings: string[];
}

/** What a `sync` did. Every handler of the plan is in exactly one list. */
export interface SyncReport {
  bound: Handler[];
  /** The portal had them already. */
  alreadyBound: Handler[];
  unbound: Handler[];
  /** Left as they were. */
  kept: Handler[];
  /** Neither bound nor unbound, and why. They can be passed to `sync` again. */
  failed: { handler: Handler; error: Bx24Error }[];
}

/** Something that keeps events from arriving. */
export interface Diagnosis {
  /** Does not change between versions, such as `NOT_INSTALLED`. */
  code: string;
  /** `error`: nothing arrives because of it; `warning`: something may not, or may arrive twice. */
  severity: 'error' | 'warning';
  /** What is wrong, in words. */
  finding: string;
  /** What to do, in words. */
  remedy: string;
}

/** An event as the portal keeps it in its queue. */
export interface OfflineEvent {
  /** Grows from event to event. */
  ID: string;
  TIMESTAMP_X: string;
  EVENT_NAME: string;
  EVENT_DATA: unknown;
  EVENT_ADDITIONAL: unknown;
  /** 32 characters; names the message in `done` and `fail`. */
  MESSAGE_ID: string;
  /** The reservation; in `list` only. */
  PROCESS_ID?: string;
  /** '1' for events marked as failed; in `list` only. */
  ERROR?: string;
}

/** Events that are reserved for this consumer. */
export interface OfflineBatch {
  processId: string;
  events: OfflineEvent[];
  /**
   * Takes events out of the queue.
   *
   * @param messageIds those that are done; left out: all of the batch; `[]`: none
   */
  done(messageIds?: string[]): Promise<void>;
  /**
   * Marks events as failed and ends their reservation. The portal then drops a newer free event of
   * the same message.
   */
  fail(messageIds: string[]): Promise<void>;
}

/** The portal's queue of offline events. Each `connector` has a queue of its own. */
export interface OfflineQueue {
  /** `event.offline.get`: up to `limit` events, taken out or reserved. */
  get(options?: {
    filter?: object;
    order?: object;
    /** @default 50 */
    limit?: number;
    /**
     * True: the events leave the queue at once. False: they are reserved under `process_id`.
     *
     * @default false
     */
    clear?: boolean;
    /** Reads this reservation again. */
    processId?: string;
    /**
     * Reads the events marked as failed.
     *
     * @default false
     */
    error?: boolean;
    connector?: string;
  }): Promise<{ process_id: string | null; events: OfflineEvent[] }>;
  /** `event.offline.list`: up to 50 events from `start`; changes nothing. */
  list(options?: {
    filter?: object;
    order?: object;
    /** @default 0 */
    start?: number;
    connector?: string;
  }): Promise<{ events: OfflineEvent[]; total?: number; next?: number }>;
  /** `event.offline.clear`: takes events of a reservation out of the queue; all without ids. */
  clear(what: { processId: string; messageIds?: string[]; connector?: string }): Promise<void>;
  /** `event.offline.error`: marks events of a reservation as failed. */
  error(what: { processId: string; messageIds: string[]; connector?: string }): Promise<void>;
  /**
   * Walks through the queue: reserve, work, acknowledge. Events that are not acknowledged stay
   * reserved, so that a crash loses nothing; leaving the loop early leaves the current batch so.
   *
   * @example
   * for await (const batch of portal.offline.batches()) {
   *   for (const event of batch.events) await work(event);
   *   await batch.done();
   * }
   */
  batches(options?: {
    /**
     * How many events a batch has at most.
     *
     * @default 50
     */
    size?: number;
    connector?: string;
    /** The `processId`s of reservations left over from a crash: they come first. */
    resume?: string[];
    /**
     * Milliseconds between two looks at an empty queue. Left out, the walk ends when it is empty.
     */
    poll?: number;
    /**
     * Promises that nobody else reads this queue. The walk then finds a reservation again whose
     * answer was lost; otherwise it rejects with an error that has `processIds`.
     *
     * @default false
     */
    exclusive?: boolean;
  }): AsyncIterable<OfflineBatch>;
}

/** A connected portal. Its methods reject with a `Bx24Error`. */
export interface Portal {
  /** The portal's host, with its port unless that is 80 or 443. */
  readonly domain: string;
  /** Whether the user may manage the app, as the portal's page says; undefined outside a frame. */
  readonly userIsAdmin: boolean | undefined;
  /** The portal's id, as the portal's page says; undefined outside a frame. */
  readonly memberId: string | undefined;
  /**
   * Binds a handler. If the portal has it already, that is a success with `alreadyBound`.
   *
   * @returns `time` is absent where the handler was bound already
   *
   * @example
   * await portal.bind({ event: 'ONCRMLEADADD', handler: 'https://example.com/handler/' });
   * await portal.bind({ event: 'ONCRMDEALUPDATE', eventType: 'offline' });
   */
  bind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ bound: true; alreadyBound: boolean; time?: Time }>;
  /**
   * Unbinds a handler. An administrator who gives no `authType` unbinds for all users.
   *
   * @returns how many were unbound. `repeated`: an earlier attempt may have unbound some, so that
   *   `count` can be too low
   */
  unbind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ count: number; repeated: boolean; time?: Time }>;
  /** The handlers that the caller may see: an administrator sees those of all users. */
  handlers(options?: CallOptions): Promise<Handler[]>;
  /**
   * The codes of the events that can be bound.
   *
   * @param filter `scope`: only those of one scope; `full`: those of scopes that are not granted too
   */
  events(filter?: { scope?: string; full?: boolean }): Promise<string[]>;
  /** Makes the portal send ONAPPTEST, with `query` as its data. */
  test(query?: object): Promise<void>;
  /**
   * Calls any REST method and gives its result.
   *
   * @param options `repeat`: whether the call may be repeated when nobody knows whether the portal
   *   executed it; left out, only methods that read are
   *
   * @example
   * const deal = await portal.call<{ TITLE: string }>('crm.deal.get', { id: 9 });
   */
  call<T = unknown>(
    method: string,
    params?: object,
    options?: CallOptions & { repeat?: boolean },
  ): Promise<T>;
  /**
   * Compares the wanted handlers with the portal's. Changes nothing.
   *
   * @example
   * const plan = await portal.plan(handlers, { prune: { underUrl: 'https://example.com/' } });
   * console.log(plan.bind.length, 'to bind', plan.warnings);
   */
  plan(wanted: Handler[], options?: SyncOptions): Promise<Plan>;
  /**
   * Binds the wanted handlers that the portal does not have, in batches of 50, and unbinds what
   * `prune` names. A repeat changes nothing; one that was cut off can be run again.
   *
   * @param wanted all handlers of the app, or a plan that `plan` made
   *
   * @example
   * const report = await portal.sync(handlers, { prune: true });
   * for (const { handler, error } of report.failed) console.warn(handler.event, error.message);
   */
  sync(wanted: Handler[] | Plan, options?: SyncOptions): Promise<SyncReport>;
  /**
   * Moves the online handlers below one URL to the same place below another, such as a new tunnel's.
   * Each old one is unbound when its replacement is bound.
   *
   * @example
   * await portal.moveHandlers('https://old.example.com/', 'https://new.example.com/');
   */
  moveHandlers(fromBaseUrl: string, toBaseUrl: string, options?: SyncOptions): Promise<SyncReport>;
  /** Finds out why no events arrive. */
  diagnose(options?: CallOptions): Promise<Diagnosis[]>;
  /**
   * Ends the installation. The message is posted when the calls made before it are over, at most
   * after `timeout`; the promise resolves then, and the portal reloads the page.
   */
  installFinish(): Promise<void>;
  readonly offline: OfflineQueue;
  /** Ends all calls of this client as `ABORTED`, those under way and later ones. */
  destroy(): void;
}
