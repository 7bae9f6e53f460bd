// The plugin fits into Vite's configuration.
import { defineConfig } from 'vite';
import bx24 from 'bx24-callbind/vite';

export default defineConfig({ plugins: [bx24()] });
