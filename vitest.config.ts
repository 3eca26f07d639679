import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

if (!(Number(process.versions.napi) >= 10)) {
  throw new Error(`Node ${process.versions.node} is too old: run the tests with "npm test", which brings its own Node`);
}

/** What kills and resumes programs goes on for a minute: begun last, it would be waited for by idle workers. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/crash/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** The core keeps nothing and touches nothing: its tests may share a process, which spares them a start and a load each. */
const CORE = 'test/core/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'core', include: [CORE], isolate: false } },
      { extends: true, test: { name: 'all else', include: ['test/**/*.test.ts'], exclude: [CORE] } },
    ],
    globalSetup: ['test/support/once.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Time zone and language are fixed so that a test says the same on every machine.
    // And no test leaves anything in the home of whoever runs it: below a file nothing can be made.
    env: { TZ: 'UTC', LANG: 'C', NO_COLOR: '1', CI: 'true', XDG_STATE_HOME: `${fileURLToPath(import.meta.url)}/state` },
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
