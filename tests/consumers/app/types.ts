// Types come with the package, by its exports.
import { callBind, connect, type Handler } from 'bx24-callbind';
import { callBind as mirrored } from 'bx24-callbind/mirror';
import { load as loadMirror } from 'bx24-callbind/mirror/slim';
import { connect as connectSlim, load } from 'bx24-callbind/slim';

const handler: Handler = { event: 'ONCRMLEADADD', handler: 'https://app.example/lead' };
connect().then((portal) => portal.bind(handler));
callBind satisfies typeof mirrored;
load(fetch('/index_bg.wasm')).then(() => connectSlim() satisfies ReturnType<typeof connect>);
loadMirror(new URL('https://app.example/mirror_bg.wasm')) satisfies Promise<void>;
// @ts-expect-error null is no source
load(null);
// @ts-expect-error a URL is text
callBind('ONCRMLEADADD', 5);
