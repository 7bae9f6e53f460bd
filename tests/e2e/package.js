// The npm package under test: pkg/, or another build of it that BX24_PACKAGE names.
import { inRoot } from '../../scripts/paths.mjs';

export const packageFolder = inRoot(process.env.BX24_PACKAGE ?? 'pkg');
