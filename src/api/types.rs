//! The TypeScript types; they live here and nowhere else.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const EVENT_CODE: &str = include_str!(concat!(env!("OUT_DIR"), "/event_code.ts"));

#[wasm_bindgen(typescript_custom_section)]
const MIRROR: &str = r#"
/** Settings of a client or of the mirror. Every wait is in milliseconds. */
export interface Settings {
  /** ms to wait for the parent page; 10000 */
  frameTimeout?: number;
  /** ms for a whole call, retries included; 60000 */
  timeout?: number;
  /** repeats of one call whose outcome is not known; 4 */
  retries?: number;
  /** requests that the portal's bucket takes at once; 50 */
  burst?: number;
  /** requests that it drains in a second; 2 */
  perSecond?: number;
  /** calls that have to wait go together in a batch; true */
  merge?: boolean;
  /** shrinks every wait, for tests; 1 */
  timeScale?: number;
  /** ends all calls as `ABORTED` */
  signal?: AbortSignal;
  /** told of every repeat; `waitMs` is the pause before it */
  onRetry?(info: { method: string; attempt: number; reason: string; waitMs: number }): void;
}

/** What the portal says of the time that a call took. */
export interface Time {
  start: number;
  finish: number;
  duration: number;
  processing: number;
  date_start: string;
  date_finish: string;
  operating_reset_at?: number;
  operating?: number;
}

/** Why a mirror call failed, as BX24.js gives it. */
export class AjaxError {
  readonly code: string;
  readonly description: string;
  readonly argument: string | undefined;
  /** HTTP status; 0 when no HTTP answer arrived */
  readonly status: number;
  readonly ex: unknown;
  getError(): unknown;
  getStatus(): number;
  toString(): string;
}

/** The end of a mirror call. Holds no token. */
export class AjaxResult {
  data(): true | { count: number } | undefined;
  error(): AjaxError | undefined;
  error_description(): string | undefined;
  time(): Time | undefined;
  more(): boolean;
  total(): number;
  next(callback?: (result: AjaxResult) => void): false | Promise<AjaxResult>;
  /** HTTP status; 0 when no HTTP answer arrived */
  readonly status: number;
  /** the portal's body */
  readonly answer: unknown;
  readonly query: { method: string; url: string; data: object };
  /** success because a repeat of our own found it bound */
  readonly alreadyBound: boolean;
  toJSON(): object;
}

/** Any failure of the library; `code` is the portal's own or one of ours. */
export class Bx24Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly description: string;
  readonly argument?: string;
  readonly method: string;
  readonly retryable: boolean;
  readonly errors?: { index: number; field: string; reason: string }[];
  readonly cause?: unknown;
}

/**
 * Binds a handler to an event, as `BX24.callBind` does. The promise never rejects and gives the
 * same result as the callback, which runs exactly once.
 *
 * @example
 * callBind('ONCRMLEADADD', 'https://example.com/handler/', 15, (result) => console.log(result.data()));
 */
export function callBind(
  event: EventCode | (string & {}),
  handler: string,
  authType?: number | string | null,
  callback?: (result: AjaxResult) => void,
): Promise<AjaxResult>;

/** Unbinds a handler; without `authType`, for all users. */
export function callUnbind(
  event: EventCode | (string & {}),
  handler: string,
  authType?: number | string | null,
  callback?: (result: AjaxResult) => void,
): Promise<AjaxResult>;
export { callUnbind as callUnBind };

/** Resolves when the portal has answered the handshake; rejects with `NO_FRAME`. */
export function init(callback?: () => void): Promise<void>;

/** Sets the mirror's settings; throws a `Bx24Error` for an unknown name. */
export function configure(options: Settings): void;
"#;

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const MORE: &str = r#"
type BatchCall = [method: string, params?: object] | { method: string; params?: object };

/** Calls any method; `next` of the result asks for the next page. */
export function callMethod(
  method: string,
  params?: object | null,
  callback?: (result: AjaxResult) => void,
): Promise<AjaxResult>;

/** Calls several methods with one request; the results have the keys of `calls`. */
export function callBatch<Calls extends BatchCall[] | Record<string, BatchCall>>(
  calls: Calls,
  callback?: (results: { [Key in keyof Calls]: AjaxResult }) => void,
  halt?: boolean,
): Promise<{ [Key in keyof Calls]: AjaxResult }>;

/** The frame's token; `expires_in` is an absolute time in milliseconds, as BX24.js has it. */
export interface FrameAuth {
  access_token: string;
  expires_in: number | undefined;
  domain: string;
  member_id: string;
}

/** The token; false before the handshake and after its end. */
export function getAuth(): FrameAuth | false;
/** Gets a new token; rejects with `REFRESH_FAILED`. */
export function refreshAuth(callback?: (auth: FrameAuth | false) => void): Promise<FrameAuth | false>;
/** Whether the user may manage the app, as the frame says; false before the handshake. */
export function isAdmin(): boolean;
/** The portal's language; undefined before the handshake. */
export function getLang(): string | undefined;
/** The portal's host; undefined before the library is loaded. */
export function getDomain(): string | undefined;
/** Ends the installation; does nothing outside the install page. */
export function installFinish(): void;
"#;

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const CLIENT: &str = r#"
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
  bind(handler: Handler, options?: CallOptions): Promise<{ bound: true; alreadyBound: boolean; time: Time }>;
  /** unbinds; an administrator who gives no `authType` unbinds for all users */
  unbind(handler: Handler, options?: CallOptions): Promise<{ count: number; repeated: boolean; time: Time }>;
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
"#;
