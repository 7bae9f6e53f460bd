// `window.BX24` of classic.js. What must not compile is marked.
import type {} from 'bx24-callbind/classic.js';

const url = 'https://example.com/handler/';

// as BX24.js is called
BX24.callBind('ONCRMLEADADD', url, 15, (result) => result.data() satisfies true | undefined);
window.BX24.callUnBind('ONCRMLEADADD', url, 15, (result) => result.data()?.count);
BX24.init(() => BX24.installFinish());
BX24.callMethod('profile', {}, (result) => result.error()?.getStatus());
BX24.isAdmin() satisfies boolean;
// @ts-expect-error a URL is needed
BX24.callBind('ONCRMLEADADD');
// @ts-expect-error a function of BX24.js that classic.js does not have
BX24.selectUser();

// missing where BX24.js is on the page
const portal = await BX24.connect?.();
portal?.domain satisfies string | undefined;
// @ts-expect-error it may be missing
BX24.connect();
// @ts-expect-error the classes are exports of the package
BX24.AjaxResult;
