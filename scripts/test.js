// `npm test`: installs what is missing, runs every test and ends with the plain line `N passed, N failed`.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, root, run } from './ensure-installed.js';
import { ensureTestPrograms } from './ensure-test-programs.js';

ensureInstalled();
ensureTestPrograms();
const report = join(root, 'test-report.json');
rmSync(report, { force: true });
const status = run(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { mayFail: true },
);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numTotalTests, numFailedTestSuites } =
  JSON.parse(readFileSync(report, 'utf8'));
// A file that does not even load runs no test of its own: that is a failure too.
const failed = numFailedTests + (numFailedTests === 0 ? numFailedTestSuites : 0);
// Some need what not every machine has, such as a file system that may be mounted: nobody should take them for passed.
const skipped = numPendingTests + numTodoTests;
if (skipped > 0) console.log(`${skipped} skipped: what they prove is not proven here`);
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exitCode = status !== 0 || failed > 0 || numTotalTests === 0 ? 1 : 0;
