// Types come with the package, by its exports.
import { callBind, connect, type Handler } from 'bx24-callbind';
import { callBind as mirrored } from 'bx24-callbind/mirror';

const handler: Handler = { event: 'ONCRMLEADADD', handler: 'https://app.example/lead' };
connect().then((portal) => portal.bind(handler));
callBind satisfies typeof mirrored;
// @ts-expect-error a URL is text
callBind('ONCRMLEADADD', 5);
