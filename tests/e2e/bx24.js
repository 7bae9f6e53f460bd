// What the tests share that are named by what BX24.js does wrong (contract §7).

export const event = 'ONCRMLEADADD';

/** A fault of every request from now on. */
export const always = (fault, more) => ({ fault, times: null, ...more });

/** `callBind` and `callMethod` in the app's frame. */
export const bind = (frame, handler, authType = 0) =>
  frame.evaluate((given) => mirrored('callBind', ...given), [event, handler, authType]);

export const methodOf = (frame, ...given) =>
  frame.evaluate((given) => mirrored('callMethod', ...given), given);

/** One callback, with what the promise resolves to. */
export const once = { callbacks: 1, same: true };
