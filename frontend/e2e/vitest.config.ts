import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    root: '.',
    // Three browsers: a test mostly waits, and two cores are enough for them.
    maxWorkers: 3,
    testTimeout: 150_000,
    hookTimeout: 150_000,
    // A browser on a busy machine may lose once; a test that needed it is named at the end.
    retry: 1,
    expect: { poll: { timeout: 45_000, interval: 100 } },
  },
});
