/**
 * What a page with BX24.js has, as far as this library meets it (contract §7, §8): `BX24` asks the
 * parent once, keeps `FIRST_RUN`, renews its own token and binds by itself. Runs in the page.
 */
export function lookalike() {
  const [domain, protocol, sid] = window.name.split('|');
  const origin = `http${Number(protocol) ? 's' : ''}://${domain}`;
  const inits = [];
  let state = 'new';
  let auth = false;

  function ask(command, params, then) {
    const id = Math.random().toString(36).slice(2);
    window.addEventListener('message', function listen({ data, origin: from }) {
      if (from !== origin || !String(data).startsWith(`${id}:`)) return;
      window.removeEventListener('message', listen);
      then(JSON.parse(data.slice(id.length + 1)));
    });
    window.parent.postMessage(`${command}:${params}:${id}:${sid}`, origin);
  }

  const keep = ({ AUTH_ID, AUTH_EXPIRES, REFRESH_ID, MEMBER_ID }) => {
    const expires_in = Date.now() + AUTH_EXPIRES * 1000;
    auth = { ...auth, access_token: AUTH_ID, refresh_token: REFRESH_ID, expires_in, domain };
    if (MEMBER_ID) auth.member_id = MEMBER_ID;
  };

  function ready(data) {
    keep(data);
    state = 'ready';
    window.BX24.firstRun = data.FIRST_RUN;
    inits.splice(0).forEach((init) => init());
  }

  window.BX24 = {
    init(callback) {
      if (state === 'ready') return void setTimeout(callback, 10);
      inits.push(callback);
      if (state === 'new') ask('getInitData', '', ready);
      state = 'asked';
    },
    getAuth: () => auth && auth.expires_in > Date.now() && auth,
    refreshAuth: (callback) =>
      ask('refreshAuth', '{}', (data) => {
        keep(data);
        callback(auth);
      }),
    callBind(event, handler, user, callback) {
      const body = new URLSearchParams({ auth: auth.access_token, event, handler });
      fetch(`${origin}/rest/event.bind.json`, { method: 'POST', body: String(body) })
        .then((response) => response.json())
        .then((answer) => callback({ data: () => answer.result }));
    },
  };
}
