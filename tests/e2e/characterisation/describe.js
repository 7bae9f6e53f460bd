// A JavaScript value as plain JSON that shows what JSON hides. Runs in the page and in Node.

const odd = (number) => !Number.isFinite(number) || Object.is(number, -0);

const scalars = {
  undefined: () => '<undefined>',
  function: () => '<function>',
  symbol: () => '<symbol>',
  bigint: (value) => `<${value}n>`,
  boolean: (value) => value,
  number: (value) => (odd(value) ? `<${Object.is(value, -0) ? '-0' : value}>` : value),
  string: (value) => value,
};

// said once in shapes.js; it would fill the snapshots
const TIME = '<the answer’s time>';
const isTime = (value) => value?.operating_reset_at === 1700000600;
const untimed = (tree) =>
  JSON.parse(JSON.stringify(tree, (key, value) => (isTime(value) ? TIME : value)));

/**
 * Makes the function that describes the values of one copy of the library: class and own members
 * in their order. An own member that is undefined is shown, one that is absent is not. With
 * `detail`, also what the methods of results and errors give, and what JSON.stringify makes of them.
 */
export function describer(library, detail = false) {
  // classic.js has no classes to ask for
  const is = (value, name) => name in library && value instanceof library[name];

  const members = (object, within) =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => [key, show(value, within)]));

  const asJson = (value) => untimed(JSON.parse(JSON.stringify(value) ?? 'null'));

  const ajaxError = (error, within) => ({
    '<class>': 'AjaxError',
    ...members(error, within),
    ...(detail && {
      'ex, not enumerable': show(error.ex, within),
      'getError()': show(error.getError(), within),
      'getStatus()': show(error.getStatus(), within),
      'toString()': String(error),
      'JSON.stringify': asJson(error),
    }),
  });

  const ajaxResult = (result, within) => ({
    '<class>': 'AjaxResult',
    ...members(result, within),
    'error()': show(result.error(), within),
    ...(detail && {
      'data()': show(result.data(), within),
      'error_description()': show(result.error_description(), within),
      'time()': show(result.time(), within),
      'more()': show(result.more(), within),
      'total()': show(result.total(), within),
      'JSON.stringify': asJson(result),
    }),
  });

  const thrown = (error, within) => ({
    '<class>': is(error, 'Bx24Error') ? 'Bx24Error' : 'an error of another kind',
    ...members(error, within),
    ...(detail && {
      'instanceof Error': error instanceof Error,
      name: show(error.name, within),
      message: show(error.message, within),
      'toString()': String(error),
      'JSON.stringify': asJson(error),
    }),
  });

  function show(value, within = []) {
    if (value === null) return null;
    if ((typeof value) in scalars) return scalars[typeof value](value);
    if (isTime(value)) return TIME;
    if (within.includes(value)) return '<an object around this one>';
    const inner = [...within, value];
    if (Array.isArray(value)) return value.map((item) => show(item, inner));
    if (is(value, 'AjaxResult')) return ajaxResult(value, inner);
    if (is(value, 'AjaxError')) return ajaxError(value, inner);
    if (value instanceof Error) return thrown(value, inner);
    const plain = Object.getPrototypeOf(value) === Object.prototype;
    return { ...(plain ? {} : { '<class>': 'not plain' }), ...members(value, inner) };
  }
  return (value) => show(value);
}
