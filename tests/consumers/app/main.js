// An app as a user writes it: binds, and says how it went.
import { callBind } from 'bx24-callbind';

callBind('ONCRMLEADADD', 'https://app.example/lead', 0, (result) => {
  document.body.textContent = String(result.error() ?? result.data());
});
