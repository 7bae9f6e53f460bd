/** What a promise was rejected with, as plain data; also offered to the app's page. */
export const failure = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`);
    },
    (error) => ({
      ...error,
      name: error.name,
      message: error.message,
      isError: error instanceof Error,
      json: JSON.stringify(error),
      stack: error.stack,
    }),
  );
