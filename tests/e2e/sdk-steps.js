// What the tests of b24jssdk have it do, in Node and in a frame: `b24` is the client, global there.
/* global b24 */

/** The result of a call, or the texts of its errors. */
async function call([method, params]) {
  const answer = await b24.actions.v2.call.make({ method, params });
  return answer.isSuccess ? answer.getData().result : answer.getErrorMessages();
}

/** The results of calls that are under way at once. */
async function together(calls) {
  const made = calls.map(([method, params]) => b24.actions.v2.call.make({ method, params }));
  return (await Promise.all(made)).map((answer) => answer.getData().result);
}

/** The results of any number of calls, 50 in a batch. */
async function batch(calls) {
  return (await b24.actions.v2.batchByChunk.make({ calls })).getData();
}

/** All items of a list, page after page. */
async function list(method) {
  return (await b24.actions.v2.callList.make({ method })).getData();
}

export const steps = { call, together, batch, list };
