// The results as a page.

const quantile = (sorted, part) => {
  const place = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
};

export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
  return { low, median, high };
}

const number = (value) => Math.round(value).toLocaleString('en');

const table = (head, rows) =>
  [head, head.map((_, index) => (index ? '---:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

export function report(
  { speed, sizes, burst },
  { ways, measured },
  { rounds, callsPerRound, calls },
) {
  const peer = spread(speed.peerByFetch).median;
  const rows = (names, of) => Object.entries(names).map(([key, name]) => [name, ...of(key)]);
  const speedRows = rows(measured, (key) => {
    const { low, median, high } = spread(speed[key]);
    return [
      number(median),
      `${number(low)} to ${number(high)}`,
      `${number((median / peer) * 100)} %`,
    ];
  });
  const burstRows = rows(ways, (key) => {
    const { ms, requests, refused, lost, bound } = burst[key];
    return [(ms / 1000).toFixed(1), requests, refused, lost, bound];
  });
  const weighed = { callBind: 'bx24-callbind/mirror', bind: 'bx24-callbind', peer: ways.peer };
  const sizeRows = Object.entries(weighed).map(([key, name]) => [
    name,
    ...['raw', 'brotli'].map((kind) => number(sizes[key][kind])),
  ]);
  return `# Beside ${ways.peer}

Printed by \`npm run bench\`: all of it in one run of one headless Chromium, in the frame of the local portal. \`callBind\` is the mirror, \`portal.bind\` the client.

## Processor time per call

Handlers bound one after another, with the network played by a stub that answers at once and every limit lifted: what is left is the library's own work. Microseconds of the frame's main thread; ${rounds} rounds of ${callsPerRound} calls in turn. ${ways.peer} sends by XMLHttpRequest unless told otherwise; the stub for that is an empty class, while the one for fetch answers a real \`Response\`, as the browser does. So the rows with fetch compare like with like.

${table(['', 'median', 'half of the rounds', `of ${measured.peerByFetch}`], speedRows)}

## ${calls} calls at once

Against a portal that takes 50 requests at once and 2 per second, each library with its own settings. Requests count the preflights that the browser adds to JSON bodies. Lost calls are those that were not answered with success.

${table(['', 'seconds', 'requests', 'refused with 503', 'lost calls', 'handlers bound'], burstRows)}

## Size

Bytes of what a page ships to bind from a frame, minified: ours with its WebAssembly, the other bundled by esbuild from \`initializeB24Frame\` alone.

${table(['', 'raw', 'brotli'], sizeRows)}
`;
}
