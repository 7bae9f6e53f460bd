// The results as a page.
import { spread } from '../report.js';

const row = (cells) => `| ${cells.join(' | ')} |`;

function table(times, names) {
  const peer = spread(times.peer).median;
  const head = ['', 'median', 'half of the rounds', `of ${names.peer}`];
  const rows = Object.entries(names).map(([way, name]) => {
    const { low, median, high } = spread(times[way]);
    const [from, middle, to] = [low, median, high].map(Math.round);
    return [name, middle, `${from} to ${to}`, (median / peer).toFixed(2)];
  });
  return [head, ['---', '---:', '---:', '---:'], ...rows].map(row).join('\n');
}

export const report = (results, names, rounds) => `# Time to the first callback

Printed by \`npm run bench\`: milliseconds from the navigation of the app's frame to the callback of its first bind, in headless Chromium, nothing in its cache; ${rounds} rounds of all ways in turn. "By hand" is the handshake and one POST in plain JavaScript, which no library can be quicker than. Both servers answer at once and send brotli.

Slow 4G is 75 ms each way and 1.6 Mbit/s, by proxies in front of both servers. With TLS, app and portal are two sites, and every flight takes 75 ms each way without a limit of bandwidth. The early line is what \`bx24-callbind/vite\` puts before the library: it lets the browser connect to the portal meanwhile. Without it the library does so at import.

${Object.entries(results)
  .map(([line, times]) => `## ${line[0].toUpperCase()}${line.slice(1)}\n\n${table(times, names)}`)
  .join('\n\n')}
`;
