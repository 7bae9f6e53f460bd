/** A mirror call and all that came of it, as plain data. Runs in the app's page. */
export async function mirrored(name, event, handler, authType, then) {
  const given = [];
  const result = await (
    await window.library
  )[name](event, handler, authType, (result) => {
    given.push(result);
    then?.(result);
  });
  await new Promise((resolve) => setTimeout(resolve));
  const error = result.error();
  return {
    callbacks: given.length,
    same: given[0] === result,
    data: result.data(),
    code: error?.code,
    error: error && String(error),
    status: result.status,
    alreadyBound: result.alreadyBound,
  };
}
