// Every outcome of contract §2.2 and §7.4 as the portal's faults make it, and what has to come of it.

/** An error that is reported at once. */
const end = (code, status, fault = code, more = {}) => ({
  name: `\`${code}\``,
  kind: 'end',
  code,
  status,
  fault: { fault, ...more },
});
const refusal = (code, status, description = 'no') => ({
  ...end(code, status, 'error', { error: code, status, description }),
});

const outcome = (kind, code, status, name, fault, executed = false) => ({
  name,
  kind,
  code,
  status,
  executed,
  fault: { ...fault, execute: executed },
});
const lost = (...given) => outcome('lost', ...given);

const badBody = (what, status, body, more) =>
  lost('BAD_ANSWER', status, `${what}, HTTP ${status}`, { fault: 'body', status, body, ...more });

export const refusals = [
  outcome('refresh', 'expired_token', 401, '`expired_token`', { fault: 'expired_token' }),
  outcome('refresh', 'invalid_token', 401, '`invalid_token`', { fault: 'invalid_token' }),
  end('NO_AUTH_FOUND', 401),
  end('INVALID_CREDENTIALS', 401),
  end('INVALID_REQUEST', 401),
  end('insufficient_scope', 401),
  end('user_access_error', 401),
  end('authorization_error', 401),
  end('APPLICATION_NOT_FOUND', 401),
  outcome('later', 'CONNECTION_ERROR', 401, '`CONNECTION_ERROR`', { fault: 'CONNECTION_ERROR' }),
  { ...end('ACCESS_DENIED', 401, 'plan'), name: '`ACCESS_DENIED`, the plan' },
  end('OVERLOAD_LIMIT', 401),
  end('METHOD_CONFIRM_WAITING', 401),
  end('METHOD_CONFIRM_DENIED', 403),
  end('ACCESS_DENIED', 403),
  end('WRONG_AUTH_TYPE', 403),
  end('WRONG_LICENSE', 403),
  end('PORTAL_DELETED', 403),
  end('ERROR_METHOD_NOT_FOUND', 404),
  end('ERROR_EVENT_NOT_FOUND', 400),
  refusal('ERROR_ARGUMENT', 400),
  refusal('ERROR_CORE', 400, 'Unable to set event handler'),
  { ...end('ERROR_CORE', 400, 'already_bound'), name: '`ERROR_CORE`, “already binded”' },
  outcome('wait', 'ERROR_CORE', 400, '`ERROR_CORE`, “already started”', {
    fault: 'already_started',
  }),
  end('WRONG_ENCODING', 200),
  end('INTERNAL_WRONG_TRANSPORT', 500),
  end('INTERNAL_WRONG_HANDLER_CLASS', 500),
  outcome('wait', 'QUERY_LIMIT_EXCEEDED', 503, '`QUERY_LIMIT_EXCEEDED`', {
    fault: 'QUERY_LIMIT_EXCEEDED',
  }),
  outcome('wait', 'OPERATION_TIME_LIMIT', 429, '`OPERATION_TIME_LIMIT`', {
    fault: 'OPERATION_TIME_LIMIT',
  }),
];

const each = (row, ...given) => [row(...given, false), row(...given, true)];
const serverError = (code, executed) =>
  lost(code, 500, `\`${code}\`, HTTP 500`, { fault: code, status: 500 }, executed);

export const losses = [
  ...each(serverError, 'ERROR_CORE'),
  ...each(serverError, 'INTERNAL_SERVER_ERROR'),
  serverError('ERROR_UNEXPECTED_ANSWER'),
  ...each((executed) => lost('BAD_ANSWER', 502, 'HTML, HTTP 502', { fault: 'html' }, executed)),
  lost('BAD_ANSWER', 503, 'HTML, HTTP 503', { fault: 'html', status: 503 }),
  lost('BAD_ANSWER', 504, 'empty, HTTP 504', { fault: 'empty', status: 504 }),
  lost('NETWORK', 0, '`QUERY_LIMIT_EXCEEDED` without CORS headers', {
    fault: 'QUERY_LIMIT_EXCEEDED',
    cors: false,
  }),
  lost('NETWORK', 0, 'HTML without CORS headers', { fault: 'html', cors: false }, true),
  ...each((executed) =>
    lost(
      'BAD_ANSWER',
      200,
      'closed after the first byte',
      { fault: 'drop', status: 200 },
      executed,
    ),
  ),
  ...each((executed) =>
    lost('BAD_ANSWER', 200, 'cut in the middle', { fault: 'cut', status: 200 }, executed),
  ),
  lost('TIMEOUT', 0, 'no answer', { fault: 'empty', ms: 3_000 }),
  lost('TIMEOUT', 0, 'no answer', { fault: 'delay', ms: 3_000 }, true),
  ...each((executed) => lost('BAD_ANSWER', 200, 'empty, HTTP 200', { fault: 'empty' }, executed)),
  lost('BAD_ANSWER', 404, 'empty, HTTP 404', { fault: 'empty', status: 404 }),
  badBody('no JSON', 200, '<p>Hello</p>', { contentType: 'text/html' }),
  badBody('no JSON', 404, '<p>Hello</p>', { contentType: 'text/html' }),
  badBody('`null`', 200, 'null'),
  badBody('`"text"`', 200, '"text"'),
  badBody('`{}`', 200, '{}'),
  badBody('`[]`', 200, '[]'),
];

const REPEATS = 4;

/**
 * What a call of `method` has to come to: `error`, how many requests (undefined: some more), how
 * often its work is done in the end.
 */
export function expected({ kind, code, executed }, times, method) {
  const repeatable = kind !== 'lost' || method !== 'write';
  const once = times === 'once';
  if (kind === 'end' || !repeatable) return { error: true, requests: 1, done: executed ? 1 : 0 };
  if (once) return { error: false, requests: 2, done: 1 };
  // an attempt without an answer takes half of the call's time
  const lost = code === 'TIMEOUT' ? 2 : 1 + REPEATS;
  const requests = { refresh: 2, later: 1 + REPEATS, lost }[kind];
  return { error: true, requests, done: executed ? 1 : 0 };
}
