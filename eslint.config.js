import js from '@eslint/js';
import globals from 'globals';

const folders = [
  'target*',
  '.tools',
  'pkg*',
  'fuzz',
  'test-results',
  'playwright-report',
  '**/.next',
  '**/out',
];

export default [
  { ignores: folders },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['npm/**', 'src/**/*.js', 'www/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['npm/*node*.js', 'npm/vite.js', 'scripts/**', 'tests/**', 'bench/**', '*.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
  {
    // what the empty app of tests/e2e/app.js offers
    files: ['tests/e2e/**'],
    languageOptions: {
      globals: { library: 'readonly', failure: 'readonly', mirrored: 'readonly' },
    },
  },
];
