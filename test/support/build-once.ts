import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the program once before the tests that start it. */
export default function buildOnce(): void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['scripts/build.js'], {
    cwd: root,
    stdio: 'inherit',
  });
}
