// Installs the packed package first; the rest as for the end-to-end tests.
import config from '../e2e/playwright.config.js';

export default {
  ...config,
  globalSetup: './install.js',
  outputDir: '../../test-results/consumers',
  workers: 1,
  timeout: 120_000,
};
