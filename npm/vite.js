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

export default function bx24() {
  return {
    name: 'bx24-callbind',
    configureServer: answerPortal,
    configurePreviewServer: answerPortal,
  };
}
