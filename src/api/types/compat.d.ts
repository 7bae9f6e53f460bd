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
export function refreshAuth(
  callback?: (auth: FrameAuth | false) => void,
): Promise<FrameAuth | false>;
/** Whether the user may manage the app, as the frame says; false before the handshake. */
export function isAdmin(): boolean;
/** The portal's language; undefined before the handshake. */
export function getLang(): string | undefined;
/** The portal's host; undefined before the library is loaded. */
export function getDomain(): string | undefined;
/** Ends the installation; does nothing outside the install page. */
export function installFinish(): void;
