/** A new token, as `refresh` may give it. */
export interface Tokens {
  accessToken: string;
  refreshToken?: string;
  /** seconds */
  expiresIn?: number;
}

/** How to connect; without `webhook` and `accessToken` by the frame that the page runs in. */
export type ConnectOptions = Settings & {
  /** the portal's host; may carry a scheme and a port, https by default */
  domain?: string;
  accessToken?: string;
  refresh?: () => Promise<string | Tokens>;
  /** https://portal/rest/1/secret/ */
  webhook?: string;
};

/**
 * Connects to a portal.
 *
 * @example
 * const portal = await connect();
 * await portal.bind({ event: 'ONCRMLEADADD', handler: 'https://example.com/handler/' });
 */
export function connect(options?: ConnectOptions): Promise<Portal>;

export interface CallOptions {
  signal?: AbortSignal;
  /** ms for the whole call */
  timeout?: number;
}

/** One event handler. */
export interface Handler {
  event: EventCode | (string & {});
  /** absolute http(s) URL; absent for offline */
  handler?: string;
  /** the user whose token the handler gets; whoever causes the event */
  authType?: number;
  /** online */
  eventType?: 'online' | 'offline';
  authConnector?: string;
  /** passed through; today the portal knows `minTimeout` of ONOFFLINEEVENT */
  options?: string | Record<string, string | number | boolean>;
  /** sync: unbind and bind anew */
  rebind?: boolean;
}

export interface SyncOptions extends CallOptions {
  /** what may be removed; false: nothing */
  prune?: boolean | { underUrl: string };
  /** apply although some are refused; false */
  partial?: boolean;
  /** the user is part of the identity; true */
  matchUser?: boolean;
  onProgress?(progress: { done: number; total: number }): void;
}

export interface Step {
  handler: Handler;
  reason: string;
}

export interface Plan {
  bind: Step[];
  unbind: Step[];
  keep: Step[];
  refused: Step[];
  warnings: string[];
}

export interface SyncReport {
  bound: Handler[];
  alreadyBound: Handler[];
  unbound: Handler[];
  kept: Handler[];
  failed: { handler: Handler; error: Bx24Error }[];
}

export interface Diagnosis {
  code: string;
  severity: 'error' | 'warning';
  finding: string;
  remedy: string;
}

/** An event as the portal keeps it in its queue. */
export interface OfflineEvent {
  ID: string;
  TIMESTAMP_X: string;
  EVENT_NAME: string;
  EVENT_DATA: unknown;
  EVENT_ADDITIONAL: unknown;
  MESSAGE_ID: string;
  /** in `list` only */
  PROCESS_ID?: string;
  /** in `list` only: '1' for events marked as failed */
  ERROR?: string;
}

/** Events reserved for this consumer. */
export interface OfflineBatch {
  processId: string;
  events: OfflineEvent[];
  /** acknowledges: all without an argument; `[]` does nothing */
  done(messageIds?: string[]): Promise<void>;
  /** marks as failed; the portal then drops a newer free row of the same message */
  fail(messageIds: string[]): Promise<void>;
}

/** The queue of offline events. `connector` selects the queue. */
export interface OfflineQueue {
  get(options?: {
    filter?: object;
    order?: object;
    limit?: number;
    /** true: the events leave the queue at once; false: they are reserved */
    clear?: boolean;
    processId?: string;
    error?: boolean;
    connector?: string;
  }): Promise<{ process_id: string | null; events: OfflineEvent[] }>;
  list(options?: {
    filter?: object;
    order?: object;
    start?: number;
    connector?: string;
  }): Promise<{ events: OfflineEvent[]; total?: number; next?: number }>;
  clear(what: { processId: string; messageIds?: string[]; connector?: string }): Promise<void>;
  error(what: { processId: string; messageIds: string[]; connector?: string }): Promise<void>;
  /** reserve, work, acknowledge; `break` leaves the current batch reserved */
  batches(options?: {
    /** 50 */
    size?: number;
    connector?: string;
    /** process ids of reservations left over, which come first */
    resume?: string[];
    /** ms between looks at an empty queue; without it the walk ends there */
    poll?: number;
  }): AsyncIterable<OfflineBatch>;
}

/** A connected portal. Methods reject with `Bx24Error`. */
export interface Portal {
  readonly domain: string;
  /** as the frame says: may manage the app; undefined outside a frame */
  readonly userIsAdmin: boolean | undefined;
  readonly memberId: string | undefined;
  /** binds a handler; a duplicate is a success that says so */
  bind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ bound: true; alreadyBound: boolean; time: Time }>;
  /** unbinds; an administrator who gives no `authType` unbinds for all users */
  unbind(
    handler: Handler,
    options?: CallOptions,
  ): Promise<{ count: number; repeated: boolean; time: Time }>;
  /** the handlers that the caller may see */
  handlers(options?: CallOptions): Promise<Handler[]>;
  /** event codes of the granted scopes, of one scope, or all */
  events(filter?: { scope?: string; full?: boolean }): Promise<string[]>;
  /** fires ONAPPTEST */
  test(query?: object): Promise<void>;
  /** compares; reads only */
  plan(wanted: Handler[], options?: SyncOptions): Promise<Plan>;
  /** brings the wanted handlers about; safe to repeat */
  sync(wanted: Handler[] | Plan, options?: SyncOptions): Promise<SyncReport>;
  /** moves handlers to another base URL; each old one goes when its own replacement is bound */
  moveHandlers(fromBaseUrl: string, toBaseUrl: string, options?: SyncOptions): Promise<SyncReport>;
  /** why do no events arrive? */
  diagnose(): Promise<Diagnosis[]>;
  /** resolves when the message is posted: the portal gives no answer, it reloads the page */
  installFinish(): Promise<void>;
  readonly offline: OfflineQueue;
  /** pending calls settle as ABORTED */
  destroy(): void;
}
