// The names that tests/types/client.ts does not use: those of wasm-bindgen's own, and a few more.
import start, {
  AjaxError,
  AjaxResult,
  type BatchResults,
  type CallOptions,
  callBind,
  callUnBind,
  callUnbind,
  configure,
  type ConnectOptions,
  type EventCode,
  type FrameAuth,
  getDomain,
  getLang,
  type HandlerFields,
  init,
  type InitInput,
  type InitOutput,
  initSync,
  installFinish,
  isAdmin,
  type OfflineEvent,
  type OfflineQueue,
  refreshAuth,
  type Settings,
  type Step,
  type SyncInitInput,
  type SyncOptions,
} from 'bx24-callbind';

const input: InitInput = new URL('bx24_callbind_bg.wasm', 'https://example.com/');
const started: InitOutput = await start({ module_or_path: input });
const bytes: SyncInitInput = new Uint8Array();
initSync({ module: bytes }).memory satisfies WebAssembly.Memory;
started.memory satisfies WebAssembly.Memory;

const settings: Settings = { timeout: 5 };
const options: ConnectOptions = { ...settings, webhook: 'https://a.b/rest/1/secret/' };
const call: CallOptions = { timeout: 5 };
const sync: SyncOptions = { ...call, prune: true };
configure(options);

const code: EventCode = 'ONCRMLEADADD';
const result: AjaxResult = await callBind(code, 'https://a.b/', 15, (same) => same.data());
const error: AjaxError | undefined = result.error();
error?.toString() satisfies string | undefined;
(await callUnbind(code, 'https://a.b/')) satisfies AjaxResult;
(await callUnBind(code, 'https://a.b/')) satisfies AjaxResult;

await init(() => undefined);
const auth: FrameAuth | false = await refreshAuth();
[auth, getDomain(), getLang(), isAdmin(), installFinish()] satisfies unknown[];

const fields: HandlerFields = { event: code };
const results: BatchResults<[string]> = [result];
[fields, results] satisfies unknown[];

export const steps = (list: Step[]): string[] => list.map(({ reason }) => reason);
export const read = async (queue: OfflineQueue): Promise<OfflineEvent[]> =>
  (await queue.list()).events;
export { sync };
