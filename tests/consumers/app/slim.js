// The same with the slim entry: the wasm is the file beside it.
import { callBind, load } from 'bx24-callbind/slim';

callBind('ONCRMLEADADD', 'https://app.example/lead', 0, (result) => {
  document.body.textContent = String(result.error() ?? result.data());
});
load().catch(() => {}); // the call says so too
