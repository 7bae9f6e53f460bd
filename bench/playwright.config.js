// The fixtures and the browser of the end-to-end tests; one thing at a time, and time enough.
import { defineConfig } from '@playwright/test';
import base from '../tests/e2e/playwright.config.js';

export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: '*.bench.js',
  outputDir: '../test-results/bench',
  workers: 1,
  timeout: 600_000,
  reporter: [['line']],
});
