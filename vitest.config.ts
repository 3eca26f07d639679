import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

if (!(Number(process.versions.napi) >= 10)) {
  throw new Error(`Node ${process.versions.node} is too old: run the tests with "npm test", which brings its own Node`);
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build-once.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Time zone and language are fixed so that a test says the same on every machine.
    // And no test leaves anything in the home of whoever runs it: below a file nothing can be made.
    env: { TZ: 'UTC', LANG: 'C', NO_COLOR: '1', CI: 'true', XDG_STATE_HOME: `${fileURLToPath(import.meta.url)}/state` },
    pool: 'forks',
    maxWorkers: 3,
  },
});
