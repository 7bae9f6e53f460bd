/** Settings of a client (`connect`) or of the mirror (`configure`). All waits are in milliseconds. */
export interface Settings {
  /**
   * How long to wait for the portal's page around the app, in milliseconds.
   *
   * @default 10000
   */
  frameTimeout?: number;
  /**
   * How long a call may take with all its repeats, in milliseconds.
   *
   * @default 60000
   */
  timeout?: number;
  /**
   * How long one attempt of a call may take where a repeat may follow, in milliseconds. A call that
   * may not be repeated has the whole `timeout`.
   *
   * @default half of `timeout`
   */
  attemptTimeout?: number;
  /**
   * How often a call is repeated when nobody knows whether the portal executed it. Only binds,
   * unbinds and reads are.
   *
   * @default 4
   */
  retries?: number;
  /**
   * How many requests the portal takes at once before it answers `QUERY_LIMIT_EXCEEDED`.
   *
   * @default 50
   */
  burst?: number;
  /**
   * How many requests a second the portal takes after that.
   *
   * @default 2
   */
  perSecond?: number;
  /**
   * Whether binds and unbinds that have to wait go together, up to 50 in one `batch`.
   *
   * @default true
   */
  merge?: boolean;
  /**
   * A factor for every wait, so that tests need not wait: 0.01 waits a hundredth.
   *
   * @default 1
   */
  timeScale?: number;
  /** Ends all calls as `ABORTED` when it is aborted. */
  signal?: AbortSignal;
  /**
   * Called before every repeat.
   *
   * @example
   * configure({ onRetry: ({ method, reason, waitMs }) => console.log(method, reason, waitMs) });
   */
  onRetry?(info: {
    /** The REST method. */
    method: string;
    /** How often it has been sent. */
    attempt: number;
    /** The code that the last attempt ended with. */
    reason: string;
    /** Milliseconds until the next attempt. */
    waitMs: number;
  }): void;
}

/** How long a call took, as the portal says. Seconds, unless a member says otherwise. */
export interface Time {
  /** Unix time. */
  start: number;
  /** Unix time. */
  finish: number;
  duration: number;
  processing: number;
  /** ISO 8601, in the server's time zone. */
  date_start: string;
  /** ISO 8601, in the server's time zone. */
  date_finish: string;
  /** Unix time at which `operating` starts again; cloud portals only. */
  operating_reset_at?: number;
  /** What this app spent on this method in the last 10 minutes; cloud portals only. */
  operating?: number;
}

/** Why a call of the mirror failed, with the members that BX24.js has. */
export class AjaxError {
  /** The portal's code as sent, or one of ours: see `Bx24Error.code`. */
  readonly code: string;
  /** What happened, in words. */
  readonly description: string;
  /** The parameter that the portal complains about. */
  readonly argument: string | undefined;
  /** HTTP status; 0 when no HTTP answer arrived. */
  readonly status: number;
  /** The portal's body; where none arrived, an object with `error` and `error_description`. */
  readonly ex: unknown;
  /** The same as `ex`. */
  getError(): unknown;
  /** The same as `status`. */
  getStatus(): number;
  /** `CODE: description (status)`. */
  toString(): string;
}

/** How a call of the mirror ended, with the members that BX24.js has. Holds no token. */
export class AjaxResult<T = unknown> {
  /** The method's result; undefined after a failure. */
  data(): T | undefined;
  /** Why the call failed; undefined after a success. */
  error(): AjaxError | undefined;
  /** `error()?.description`. */
  error_description(): string | undefined;
  /** How long the call took, as the portal says. */
  time(): Time | undefined;
  /** Whether a list has another page. */
  more(): boolean;
  /** The length of the whole list; NaN for anything but a list. */
  total(): number;
  /**
   * Asks for the next page of a list.
   *
   * @param callback called with the page; where it is left out, the first call's callback is
   * @returns the page, or false where there is none
   */
  next(callback?: (result: AjaxResult<T>) => void): false | Promise<AjaxResult<T>>;
  /** HTTP status; 0 when no HTTP answer arrived. */
  readonly status: number;
  /** The portal's body. */
  readonly answer: unknown;
  /** What was asked, without the token. */
  readonly query: { method: string; url: string; data: object };
  /** True for a bind whose first answer was lost and whose repeat found the handler bound. */
  readonly alreadyBound: boolean;
  toJSON(): object;
}

/** Any failure that a promise of the library rejects with. */
export class Bx24Error extends Error {
  /**
   * The portal's code as sent (`ERROR_EVENT_NOT_FOUND`, …), or one of ours:
   *
   * - `NETWORK`: no HTTP answer arrived
   * - `TIMEOUT`: an attempt or the whole call took too long
   * - `ABORTED`: a signal, `destroy()` or the end of the page ended the call
   * - `BAD_ANSWER`: the answer has no usable body
   * - `NO_FRAME`: no portal has opened this page, or it does not answer
   * - `REFRESH_FAILED`: the token was refused, and there is no new one
   * - `MOVED`: the portal has another address, which was not followed
   * - `WASM_FAILED`: the WebAssembly could not be loaded or started
   * - `INVALID_ARGUMENT`: a value cannot be sent, and nothing was
   * - `INTERNAL`: a bug of this library
   */
  readonly code: string;
  /** HTTP status; 0 when no HTTP answer arrived. */
  readonly status: number;
  /** What happened and what to do, in words. */
  readonly description: string;
  /** The parameter that the portal complains about. */
  readonly argument?: string;
  /** The REST method; empty where none was called. */
  readonly method: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /**
   * All wrong fields of a list of handlers; `index` is the handler's place in the list, `list` the
   * list's name if a plan was given, `field` empty if the handler as a whole is wrong.
   */
  readonly errors?: { list?: string; index: number; field: string; reason: string }[];
  /**
   * Reservations in the queue that this walk has not handed out; they can be another consumer's.
   * Resume only those that no living consumer holds: `batches({ resume })`.
   */
  readonly processIds?: string[];
  /** What `refresh` threw or returned, or fetch's own error. Not enumerable. */
  readonly cause?: unknown;
}

/**
 * Binds a handler to an event, as `BX24.callBind` does.
 *
 * @param event the event's code; upper and lower case are the same
 * @param handler an absolute http or https URL; its host needs a dot
 * @param authType the user whose token the handler gets; left out or 0: the user who causes the event
 * @param callback called exactly once, with what the promise resolves to
 * @returns a promise that never rejects: a failure is in `error()`
 *
 * @example
 * const result = await callBind('ONCRMLEADADD', 'https://example.com/handler/');
 * if (result.error()) console.warn(String(result.error()));
 */
export function callBind(
  event: EventCode | (string & {}),
  handler: string,
  authType?: number | string | null,
  callback?: (result: AjaxResult<true>) => void,
): Promise<AjaxResult<true>>;

/**
 * Unbinds a handler, as `BX24.callUnbind` does.
 *
 * @param event the event's code; upper and lower case are the same
 * @param handler the URL, as it was bound
 * @param authType the user of the handler; left out, an administrator unbinds for all users
 * @param callback called exactly once, with what the promise resolves to
 * @returns a promise that never rejects: a failure is in `error()`
 *
 * @example
 * const result = await callUnbind('ONCRMLEADADD', 'https://example.com/handler/');
 * console.log(result.data()?.count, 'unbound');
 */
export function callUnbind(
  event: EventCode | (string & {}),
  handler: string,
  authType?: number | string | null,
  callback?: (result: AjaxResult<{ count: number }>) => void,
): Promise<AjaxResult<{ count: number }>>;
export { callUnbind as callUnBind };

/**
 * Asks the portal around this page for its token. Not needed before a call: the first one does it.
 *
 * @param callback called when the portal has answered
 * @returns a promise that resolves then, and rejects with `NO_FRAME` where no portal answers
 */
export function init(callback?: () => void): Promise<void>;

/**
 * Sets the mirror's settings, for the calls made from now on. Those left out stay as they are.
 *
 * @throws `Bx24Error` with `INVALID_ARGUMENT` for an unknown name or a wrong value
 *
 * @example
 * configure({ timeout: 20_000, signal: controller.signal });
 */
export function configure(options: Settings): void;
