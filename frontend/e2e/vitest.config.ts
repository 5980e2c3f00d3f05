import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take minutes: begun last, they would leave one worker with nothing to do. */
const LONGEST = ['pages', 'real', 'accessibility', 'states', 'audits'].map(
  (name) => `/e2e/${name}.e2e.ts`,
);

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]) {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? LONGEST.length : place;
    };
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    root: '.',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A machine that does other things beside is slow, not wrong: what is waited for comes in a
    // second or two on a quick one.
    testTimeout: 240_000,
    hookTimeout: 150_000,
    // A browser on a busy machine may lose once; a test that needed it is named at the end.
    retry: 1,
    expect: { poll: { timeout: 60_000, interval: 100 } },
  },
});
