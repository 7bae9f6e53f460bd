/**
 * A mirror call and all that came of it, as plain data; the callback comes after `given`. Runs in
 * the app's page.
 */
export async function mirrored(name, ...given) {
  const { [name]: call } = await window.library;
  const results = [];
  const result = await call(...given, (result) => results.push(result));
  await new Promise((resolve) => setTimeout(resolve));
  const error = result.error();
  return {
    callbacks: results.length,
    same: results[0] === result,
    data: result.data(),
    code: error?.code,
    error: error && String(error),
    status: result.status,
    alreadyBound: result.alreadyBound,
  };
}
