// A line to a port: it holds back whatever passes, each way.
import { connect, createServer } from 'node:net';

/** Passes on to `to` all that comes from `from`, `ms` later and no faster than the line is. */
function pass(from, to, { ms, bytesPerSecond }) {
  let free = 0; // when the line is
  from.on('data', (chunk) => {
    const now = performance.now();
    free = Math.max(now, free) + (chunk.length / bytesPerSecond) * 1000;
    setTimeout(() => to.writable && to.write(chunk), free - now + ms);
  });
  from.on('close', () =>
    setTimeout(() => to.destroy(), Math.max(0, free - performance.now()) + ms),
  );
  from.on('error', () => {}); // `close` comes after it
}

/** Listens in front of `port`: `{ port, cut, close }`; `cut` ends all connections. */
export async function line(port, { ms, bytesPerSecond = Infinity }) {
  const limits = { ms, bytesPerSecond };
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (socket) => {
    const behind = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const each of [socket, behind]) {
      sockets.add(each);
      each.on('close', () => sockets.delete(each));
    }
    pass(socket, behind, limits);
    pass(behind, socket, limits);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return { port: server.address().port, cut, close: () => (cut(), server.close()) };
}
