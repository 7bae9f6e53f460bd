// Where the users' apps and the installed package lie.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const inApp = (...parts) => join(here, 'app', ...parts);
export const installed = join(here, 'node_modules', 'bx24-callbind');
