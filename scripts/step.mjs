// A step with a name: its time is printed at the end, and what it does while it lasts.
const heartbeat = 15_000;

/** Runs `work(report)`; what `report` got last is shown now and then while the step goes on. */
export async function step(name, work) {
  const start = Date.now();
  let last = '';
  const timer = setInterval(
    () => console.log(`  ${name}: ${elapsed(start)} so far${last && `, ${last.slice(0, 80)}`}`),
    heartbeat,
  );
  try {
    const result = await work((line) => {
      if (line) last = line;
    });
    console.log(`✓ ${name} (${elapsed(start)})`);
    return result;
  } catch (error) {
    console.log(`✗ ${name} (${elapsed(start)})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

export function elapsed(start) {
  const seconds = (Date.now() - start) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
