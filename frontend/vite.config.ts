import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a Telltale: a real one, or the development server of dev/. */
const backend = process.env.TELLTALE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 800 },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': backend,
      '/live': { target: backend, ws: true, changeOrigin: true, rewriteWsOrigin: true },
    },
  },
  test: {
    css: false,
    // Vitest would leave a core to itself, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 60_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'pages',
          include: ['src/**/*.test.tsx'],
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
          setupFiles: ['src/testing/setup.tsx'],
        },
      },
      // What draws nothing needs no page to be made for it.
      {
        extends: true,
        test: { name: 'plain', include: ['src/**/*.test.ts'], environment: 'node' },
      },
    ],
  },
});
