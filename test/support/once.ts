import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the workspaces lie of which the tests take copies. */
    workspaceModels: string;
  }
}

/** Builds the program before the tests that start it, and makes room for the workspaces that they share; all once. */
export default function prepare(project: TestProject): () => void {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['scripts/build.js'], {
    cwd: root,
    stdio: 'inherit',
  });
  const workspaceModels = mkdtempSync(join(tmpdir(), 'smsctl-models-'));
  project.provide('workspaceModels', workspaceModels);
  return () => rmSync(workspaceModels, { recursive: true, force: true });
}
