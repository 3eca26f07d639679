import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { serveProgram } from './hosted-program.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the workspaces lie of which the tests take copies. */
    workspaceModels: string;
    /** Where commands are run that need no process of their own. */
    programAt: string;
  }
}

/**
 * Builds the program before the tests that start it, makes room for the workspaces that they share, and keeps processes
 * in which it runs; all once.
 */
export default function prepare(project: TestProject): () => void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['scripts/build.js'], {
    cwd: root,
    stdio: 'inherit',
  });
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-once-'));
  const workspaceModels = join(folder, 'models');
  mkdirSync(workspaceModels);
  project.provide('workspaceModels', workspaceModels);
  const programAt = join(folder, 'program');
  project.provide('programAt', programAt);
  const endProgram = serveProgram(programAt);
  return () => {
    endProgram();
    rmSync(folder, { recursive: true, force: true });
  };
}
