// The classes that callers get. Own data properties only: they print, stringify and are collected
// like any other object.

/** Defines what is not printed and not copied. */
export const hidden = (object, name, value) => Object.defineProperty(object, name, { value });

/** Why a mirror call failed, with BX24.js's members. */
export class AjaxError {
  constructor({ code, description, argument, status }, answer) {
    this.code = code;
    this.description = description;
    this.argument = argument;
    this.status = status;
    hidden(this, 'ex', answer ?? { error: code, error_description: description });
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
  constructor(answer, status, query, alreadyBound, error) {
    this.answer = answer;
    this.status = status;
    this.query = query;
    this.alreadyBound = alreadyBound;
    hidden(this, 'failure', error && new AjaxError(error, answer));
    // set where a next page can be asked for
    Object.defineProperty(this, 'again', { value: undefined, writable: true });
  }
  data() {
    if (this.failure) return undefined;
    return this.alreadyBound || this.answer.result;
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
    return this.more() && this.again ? this.again(callback) : false;
  }
  toJSON() {
    return { ...this, error: this.failure };
  }
}

/** Any failure of the library; `code` is the portal's own or one of ours. */
export class Bx24Error extends Error {
  constructor(fields) {
    super(`${fields.code}: ${fields.description}`);
    Object.assign(this, fields);
  }
}
hidden(Bx24Error.prototype, 'name', 'Bx24Error');

export const failure = (fields) => new Bx24Error(fields);

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

/** Ends a mirror call. */
export const settle = (callback, ...result) => callback(new AjaxResult(...result));
