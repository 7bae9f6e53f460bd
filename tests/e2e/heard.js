// What the parent page hears.

/** The commands that the parent page gets from now on. */
export async function commandsHeard(page) {
  await page.evaluate(() => {
    window.commands = [];
    window.addEventListener('message', ({ data }) => {
      window.commands.push(typeof data === 'string' ? data.split(':')[0] : data.method);
    });
  });
  return () => page.evaluate(() => window.commands);
}
