import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    root: '.',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A page in a busy machine's browser can miss a key; what fails three times in a row is a defect.
    retry: 2,
    expect: { poll: { timeout: 15_000, interval: 100 } },
  },
});
