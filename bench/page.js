// Runs in the app's frame: the three ways to bind a handler, and fetch played by a stub.
export function page() {
  const unlimited = 2_000_000_000;
  const event = 'ONCRMLEADADD';
  const body = JSON.stringify({ result: true, time: { start: 1, finish: 1, duration: 0 } });
  const real = { fetch: window.fetch, XMLHttpRequest: window.XMLHttpRequest };

  /** Resolves to `{ name: (handler) => Promise<boolean> }`; a false is a call that did not succeed. */
  window.ways = async (limited) => {
    const { callBind, configure, connect } = await window.library;
    const burst = limited ? {} : { burst: unlimited, perSecond: unlimited };
    configure(burst);
    const client = await connect(burst);
    const peer = await window.peer.initializeB24Frame();
    if (!limited) await unlimit(peer);
    const said = (promise) => promise.catch(() => false);
    const make = (adapter) => (handler) => {
      peer.getHttpClient('v2').ajaxClient.defaults.adapter = adapter;
      const call = { method: 'event.bind', params: { event, handler, auth_type: 0 } };
      return said(peer.actions.v2.call.make(call).then(({ isSuccess }) => isSuccess));
    };
    return {
      bare: async (handler) => (await post(handler)).result,
      callBind: async (handler) => (await callBind(event, handler, 0)).data() === true,
      bind: (handler) => said(client.bind({ event, handler }).then(({ bound }) => bound)),
      peer: make('xhr'),
      peerByFetch: make('fetch'),
    };
  };

  /** The least that a call takes: no library. */
  const post = async (handler) => {
    const body = new URLSearchParams({ event, handler, auth_type: 0, auth: 'token' }).toString();
    return JSON.parse(
      await (await fetch('/rest/event.bind.json', { method: 'POST', body })).text(),
    );
  };

  /** Its brakes off. */
  const unlimit = async (peer) => {
    await peer.setRestrictionManagerParams({
      rateLimit: { burstLimit: unlimited, drainRate: unlimited, adaptiveEnabled: false },
      operatingLimit: { windowMs: 600_000, limitMs: unlimited, heavyPercent: 100 },
      adaptiveConfig: { enabled: false, thresholdPercent: 100, coefficient: 0, maxDelay: 0 },
      maxRetries: 3,
      retryDelay: 1_000,
      retryOnNetworkError: true,
    });
  };

  class Played {
    onloadend = null;
    status = 200;
    readyState = 4;
    responseText = body;
    response = body;
    open() {}
    setRequestHeader() {}
    abort() {}
    getAllResponseHeaders() {
      return 'content-type: application/json\r\n';
    }
    send() {
      window.sent += 1;
      queueMicrotask(() => this.onloadend());
    }
  }

  /** Plays fetch and XMLHttpRequest: they answer at once. */
  window.stub = (on) => {
    window.sent = 0;
    const fetch = async () => {
      window.sent += 1;
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    };
    Object.assign(window, on ? { fetch, XMLHttpRequest: Played } : real);
  };

  /** Calls one after another, as an installer makes them. */
  window.round = async (name, calls) => {
    let failed = 0;
    for (let index = 0; index < calls; index += 1) {
      if (!(await window.way[name](`https://example.com/handler/${index}`))) failed += 1;
    }
    return failed;
  };

  /** All at once; resolves to how long it took and how many did not succeed. */
  window.burst = async (name, calls, handler) => {
    const start = performance.now();
    const numbers = Array.from({ length: calls }, (_, index) => index);
    const ends = await Promise.all(numbers.map((index) => window.way[name](handler + index)));
    return { ms: performance.now() - start, lost: ends.filter((end) => !end).length };
  };
}
