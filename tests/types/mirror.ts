// The mirror's types, by either entry. What must not compile is marked.
import * as whole from 'bx24-callbind';
import {
  type AjaxError,
  type AjaxResult,
  Bx24Error,
  callBind,
  callUnBind,
  callUnbind,
  configure,
  type EventCode,
  init,
  type Settings,
} from 'bx24-callbind/mirror';
import { load } from 'bx24-callbind/mirror/slim';
import * as slim from 'bx24-callbind/slim';

const url = 'https://example.com/handler/';

// BX24.js's arguments, and any code
const bound: Promise<AjaxResult<true>> = callBind('ONCRMLEADADD', url);
const unbound: Promise<AjaxResult<{ count: number }>> = callUnbind('ONCRMLEADADD', url);
callBind('ONCRMLEADADD', url, 15, (result: AjaxResult) => console.log(result.data()));
callBind('ONCRMLEADADD', url, 15, (result) => result.data() satisfies true | undefined);
callUnbind('ONCRMLEADADD', url, 15, (result) => result.data()?.count);
bound satisfies Promise<AjaxResult>;
// @ts-expect-error a bind has no count
callBind('ONCRMLEADADD', url, 15, (result) => result.data()?.count);
// @ts-expect-error an unbind gives a count
callUnbind('ONCRMLEADADD', url) satisfies Promise<AjaxResult<true>>;
callBind('OnSomethingNew', url, null);
callBind('ONCRMDYNAMICITEMADD_147' satisfies EventCode, url, '15');
callUnbind('ONCRMLEADADD', url, undefined, () => {}) satisfies ReturnType<typeof callUnBind>;
whole.callBind satisfies typeof callBind;
whole.callUnBind satisfies typeof callUnbind;
// @ts-expect-error a URL is needed
callBind('ONCRMLEADADD');
// @ts-expect-error a code is text
callBind(5, url);
// @ts-expect-error a user is a number or text
callBind('ONCRMLEADADD', url, {});
// @ts-expect-error the callback comes fourth
callBind('ONCRMLEADADD', url, () => {});

// only the catalogue's codes are an EventCode
'ONCRMLEADADD' satisfies EventCode;
// @ts-expect-error no such code
'ONCRMLEEDADD' satisfies EventCode;
// @ts-expect-error a dynamic code ends in a number
'ONCRMDYNAMICITEMADD_x' satisfies EventCode;

// results
const result = await bound;
result.data() satisfies true | undefined;
(await unbound).data()?.count satisfies number | undefined;
// @ts-expect-error a failed call has no count
(await unbound).data().count;
// @ts-expect-error what a result is without a type is not known
(({}) as AjaxResult).data() satisfies true | undefined;
const error: AjaxError | undefined = result.error();
error?.getStatus() satisfies number | undefined;
error?.argument satisfies string | undefined;
result.alreadyBound satisfies boolean;
result.query satisfies { method: string; url: string; data: object };
result.time()?.operating satisfies number | undefined;
// @ts-expect-error the query holds no token
result.query.auth;
// @ts-expect-error results are read only
result.status = 5;

// settings
init(() => {}) satisfies Promise<void>;
const settings: Settings = { timeout: 1000, retries: 0, onRetry: ({ waitMs }) => waitMs + 1 };
configure(settings);
configure({ signal: AbortSignal.timeout(5), merge: false, attemptTimeout: 500 });
// @ts-expect-error no such setting
configure({ timeOut: 1000 });
// @ts-expect-error milliseconds are a number
configure({ timeout: '1000' });
// @ts-expect-error milliseconds are a number here too
configure({ attemptTimeout: '1000' });

new Bx24Error({} as never) instanceof Error;
// @ts-expect-error the mirror's entry has no client
import { connect } from 'bx24-callbind/mirror';
// @ts-expect-error there is no default export
whole.default;

// the slim entries: from where the wasm comes
load() satisfies Promise<void>;
load(new URL('https://app.example/mirror_bg.wasm'));
load(new Uint8Array(8).buffer);
slim.load(fetch('/index_bg.wasm'));
slim.load(new WebAssembly.Module(new Uint8Array(8)));
slim.callBind satisfies typeof callBind;
// @ts-expect-error null is no source
load(null);
