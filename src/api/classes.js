// The classes that callers get, and what Rust cannot say. Own data properties only: they print,
// stringify and are collected like any other object.

/** Defines what is not printed and not copied. */
const hidden = (object, name, value) =>
  Object.defineProperty(object, name, { value, configurable: true, writable: true });

/** Why a mirror call failed, with BX24.js's members. */
export class AjaxError {
  constructor({ code, description, argument, status }, answer) {
    this.code = code;
    this.description = description;
    this.argument = argument;
    this.status = status;
    const told = Object.hasOwn(Object(answer), 'error');
    hidden(this, 'ex', told ? answer : { error: code, error_description: description });
  }
  getError() {
    return this.ex;
  }
  getStatus() {
    return this.status;
  }
  toString() {
    return `${this.code}${this.description ? `: ${this.description}` : ''} (${this.status})`;
  }
}

/** The end of a mirror call, with BX24.js's members. */
export class AjaxResult {
  /** `nextPage` calls for the next page, where that is possible. */
  constructor(answer, status, query, alreadyBound, error, nextPage) {
    this.answer = answer;
    this.status = status;
    this.query = query;
    this.alreadyBound = alreadyBound;
    hidden(this, 'failure', error && new AjaxError(error, answer));
    hidden(this, 'nextPage', nextPage);
  }
  data() {
    if (this.failure) return undefined;
    return this.alreadyBound || this.answer?.result;
  }
  error() {
    return this.failure;
  }
  error_description() {
    return this.failure?.description;
  }
  time() {
    return this.answer?.time;
  }
  more() {
    return typeof this.answer?.next === 'number';
  }
  total() {
    return parseInt(this.answer?.total);
  }
  next(callback) {
    return this.more() && this.nextPage ? this.nextPage(callback) : false;
  }
  toJSON() {
    return { ...this, error: this.failure };
  }
}

/** Any failure of the library; `code` is the portal's own or one of ours. */
export class Bx24Error extends Error {
  /** `cause` may hold secrets: it is not printed. */
  constructor(fields, cause) {
    super(`${fields.code}: ${fields.description}`);
    Object.assign(this, fields);
    if (cause !== undefined) hidden(this, 'cause', cause);
  }
}
hidden(Bx24Error.prototype, 'name', 'Bx24Error');

/** Runs a caller's function; what it throws is the page's uncaught error and stops nothing here. */
export function run(callback, ...given) {
  try {
    callback(...given);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** A walk through the queue: what each call of `next` gives, until it gives nothing. */
export async function* iterate(next) {
  for (;;) {
    const batch = await next();
    if (!batch) return;
    const { processId, events } = batch;
    yield { processId, events, done: (ids) => batch.done(ids), fail: (ids) => batch.fail(ids) };
  }
}
