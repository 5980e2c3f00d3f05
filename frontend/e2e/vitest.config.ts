import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    root: '.',
    maxWorkers: 2,
    // A machine that does other things beside is slow, not wrong: what is waited for comes in a
    // second or two on a quick one.
    testTimeout: 240_000,
    hookTimeout: 150_000,
    // A browser on a busy machine may lose once; a test that needed it is named at the end.
    retry: 1,
    expect: { poll: { timeout: 60_000, interval: 100 } },
  },
});
