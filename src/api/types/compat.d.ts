/** One call of a batch: the REST method, and its parameters. */
export type BatchCall = [method: string, params?: object] | { method: string; params?: object };

/** The results of a batch, under the keys of its calls. */
export type BatchResults<Calls> = { [Key in keyof Calls]: AjaxResult };

/**
 * Calls any REST method, as `BX24.callMethod` does.
 *
 * @param method such as `crm.lead.list`
 * @param params its parameters
 * @param callback called exactly once, with what the promise resolves to
 * @returns a promise that never rejects: a failure is in `error()`
 *
 * @example
 * const result = await callMethod<{ ID: string }[]>('crm.lead.list', { select: ['ID'] });
 * for (const lead of result.data() ?? []) console.log(lead.ID);
 */
export function callMethod<T = unknown>(
  method: string,
  params?: object | null,
  callback?: (result: AjaxResult<T>) => void,
): Promise<AjaxResult<T>>;

/**
 * Calls up to 50 methods with one request, as `BX24.callBatch` does.
 *
 * @param calls a list or an object of calls
 * @param callback called exactly once, with what the promise resolves to
 * @param halt true: the first failure ends the batch, and the calls after it have no result
 * @returns a promise that never rejects: failures are in each result's `error()`
 *
 * @example
 * const { user, leads } = await callBatch({ user: ['profile'], leads: ['crm.lead.list', {}] });
 * console.log(user.data(), leads.total());
 */
export function callBatch<Calls extends BatchCall[] | Record<string, BatchCall>>(
  calls: Calls,
  callback?: ((results: BatchResults<Calls>) => void) | null,
  halt?: false,
): Promise<BatchResults<Calls>>;
export function callBatch<Calls extends BatchCall[] | Record<string, BatchCall>>(
  calls: Calls,
  callback: ((results: Partial<BatchResults<Calls>>) => void) | null | undefined,
  halt: boolean,
): Promise<Partial<BatchResults<Calls>>>;

/** The frame's token. */
export interface FrameAuth {
  access_token: string;
  /** When it ends, as BX24.js has it: unix time in milliseconds. */
  expires_in: number | undefined;
  /** The portal's host. */
  domain: string;
  member_id: string;
}

/** The frame's token; false before the portal has given one, and when it has expired. */
export function getAuth(): FrameAuth | false;

/**
 * Gets a new token from the portal around this page.
 *
 * @param callback called with the new token
 * @returns a promise of the new token; it rejects with `REFRESH_FAILED` or `NO_FRAME`
 */
export function refreshAuth(
  callback?: (auth: FrameAuth | false) => void,
): Promise<FrameAuth | false>;

/** Whether the user may manage the app, as the portal's page says; false before it has answered. */
export function isAdmin(): boolean;

/** The portal's language; undefined before the portal's page has answered. */
export function getLang(): string | undefined;

/** The portal's host; undefined outside a frame, and before the library is loaded. */
export function getDomain(): string | undefined;

/**
 * Ends the installation: the portal reloads the page. Does nothing outside the install page. It is
 * posted when the calls made before it are over, at most after `timeout`.
 */
export function installFinish(): void;
