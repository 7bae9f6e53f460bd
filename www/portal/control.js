/** Calls the portal's control address. Rejects with the portal's own words. */
export async function control(method, path, body) {
  const response = await ask(`/control/${path}`, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(wording(response.status, answer));
  return answer;
}

/** `fetch` of the portal; without an answer it rejects in words for the page. */
export async function ask(address, init) {
  try {
    return await fetch(address, init);
  } catch (error) {
    throw new Error('the portal does not answer', { cause: error });
  }
}

function wording(status, { error, error_description: description }) {
  return [error, description].filter(Boolean).join(': ') || `the portal answered ${status}`;
}

/**
 * Follows the portal's stream: `on` maps event names to functions that take the parsed data.
 * `onConnection` is told when the stream opens, and when the portal is gone.
 */
export function follow(on, onConnection) {
  const stream = new EventSource('/control/stream');
  for (const [name, take] of Object.entries(on)) {
    stream.addEventListener(name, (event) => take(JSON.parse(event.data)));
  }
  stream.addEventListener('open', () => onConnection(true));
  stream.addEventListener('error', () => onConnection(false));
}
