// The app's frame in the portal's page, as tests of that page look at it.
import { expect } from './portal.js';

/** The frame, once it shows a page of app.js whose address begins so. */
export async function shown(page, address) {
  const find = () => page.frames().find((frame) => frame.url().startsWith(address));
  await expect.poll(() => Boolean(find()), { message: address }).toBe(true);
  await find().waitForFunction(() => 'library' in window);
  return find();
}

/** What `getInitData` tells the frame. */
export const initData = (frame) =>
  frame.evaluate(
    () =>
      new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => {
          if (String(data).startsWith('data:')) resolve(JSON.parse(data.slice(5)));
        });
        const sid = window.name.split('|')[2];
        window.parent.postMessage(`getInitData::data:${sid}`, '*');
      }),
  );
