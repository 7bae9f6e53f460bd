// A CONNECT proxy on loopback: leads the hosts that it knows to ports of this machine.
import { createServer } from 'node:http';
import { connect } from 'node:net';

/** `ports` is such as `{ 'portal.example:443': 8024 }`; everything else gets 403. */
export async function serveProxy(ports) {
  const server = createServer((request, response) => response.writeHead(403).end());
  server.on('connect', ({ url }, socket, head) => {
    const port = ports[url];
    if (port === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    // whoever ends one side ends the other
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}
