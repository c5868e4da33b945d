/** Builds the widget into one script, dist/widget/widget.js, beside the citizen's page's own files. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  publicDir: here('../page/public'),
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: here('../../../dist/widget'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: here('src/main.tsx'), name: 'KapiWidget', formats: ['iife'], fileName: () => 'widget.js' },
  },
});
