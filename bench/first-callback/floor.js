// The least that a bind from a frame takes: the handshake and one POST. Runs in the app's page.
const [domain, protocol, sid] = window.name.split('|');
const origin = `${protocol === '1' ? 'https' : 'http'}://${domain}`;

async function bind(auth) {
  const body = new URLSearchParams({
    event: 'ONCRMLEADADD',
    handler: 'https://app.example/handler/',
    auth_type: 0,
    auth,
  });
  const options = { method: 'POST', body: String(body) };
  const response = await fetch(`${origin}/rest/event.bind.json`, options);
  window.done((await response.json()).result);
}

window.addEventListener('message', ({ data, source }) => {
  if (source !== window.parent || !data.startsWith('floor:')) return;
  bind(JSON.parse(data.slice('floor:'.length)).AUTH_ID);
});
window.parent.postMessage(`getInitData::floor:${sid}`, origin);
