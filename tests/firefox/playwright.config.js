// The fixtures and the reporter of the end-to-end tests; the browser is firefox.spec.js's own.
import config from '../e2e/playwright.config.js';

export default {
  ...config,
  outputDir: '../../test-results/firefox',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 20_000 },
};
