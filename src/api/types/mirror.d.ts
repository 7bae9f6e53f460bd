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
