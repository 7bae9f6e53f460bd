// Servers of the tests, and what they have in common.

/** Lets a server listen on a free port of this machine; `{ address, close }`. */
export async function listen(server, host = '127.0.0.1') {
  await new Promise((resolve) => server.listen(0, host, resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://${host}:${server.address().port}/`, close };
}
