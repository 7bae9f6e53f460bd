type Next = () => void;
type Handler = (request: { method?: string; url?: string }, response: unknown, next: Next) => void;
interface Server {
  middlewares: { use(handler: Handler): unknown };
}

/**
 * A plugin for Vite 5 and newer: its development and preview servers answer the form by which a
 * portal opens the app in its frame. By itself Vite answers a POST with 404, and the frame stays
 * empty. A build is left as it is.
 *
 * @example
 * // vite.config.js
 * import bx24 from 'bx24-callbind/vite';
 *
 * export default { plugins: [bx24()] };
 */
export default function bx24(): {
  name: string;
  configureServer(server: Server): void;
  configurePreviewServer(server: Server): void;
};
