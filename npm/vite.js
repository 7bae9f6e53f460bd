const PARAMETERS = ['DOMAIN', 'PROTOCOL', 'LANG'];

/** A portal opens an app by a form that it posts, with these parameters in the address. */
function isPortal({ method, url }) {
  if (method !== 'POST') return false;
  const { searchParams } = new URL(url, 'http://localhost');
  return PARAMETERS.every((name) => searchParams.has(name));
}

/** Vite answers GET only: a portal's form gets the page that a GET would get. */
function answerPortal({ middlewares }) {
  middlewares.use((request, response, next) => {
    if (isPortal(request)) request.method = 'GET';
    next();
  });
}

/** A script for a page's head, before the library: the browser connects to the portal, whose address
 * is in `window.name`, while the library loads. */
export const earlyLine =
  `{const[d,p]=name.split("|");if(p)document.head.append(Object.assign(document.createElement("link"),` +
  `{rel:"preconnect",crossOrigin:"anonymous",href:"http"+(p>0?"s":"")+"://"+d}))}`;

export default function bx24() {
  return {
    name: 'bx24-callbind',
    transformIndexHtml: () => [{ tag: 'script', children: earlyLine, injectTo: 'head-prepend' }],
    configureServer: answerPortal,
    configurePreviewServer: answerPortal,
  };
}
