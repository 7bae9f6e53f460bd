type Next = () => void;
type Handler = (request: { method?: string; url?: string }, response: unknown, next: Next) => void;
interface Server {
  middlewares: { use(handler: Handler): unknown };
}

/**
 * A script for the head of an app's page, before the library: it reads the portal's address in
 * `window.name` and lets the browser connect while the library loads. For pages that are made
 * without Vite. A content security policy has to allow the script.
 */
export const earlyLine: string;

/**
 * A plugin for Vite 5 and newer: its development and preview servers answer the form by which a
 * portal opens the app in its frame. By itself Vite answers a POST with 404, and the frame stays
 * empty. The page gets {@link earlyLine}, in a build too.
 *
 * @example
 * // vite.config.js
 * import bx24 from 'bx24-callbind/vite';
 *
 * export default { plugins: [bx24()] };
 */
export default function bx24(): {
  name: string;
  transformIndexHtml(): { tag: string; children: string; injectTo: 'head-prepend' }[];
  configureServer(server: Server): void;
  configurePreviewServer(server: Server): void;
};
