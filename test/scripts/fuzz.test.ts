import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/fuzz.ts', import.meta.url));

async function fuzz(...args: readonly string[]): Promise<{ readonly stdout: string; readonly code: number }> {
  try {
    return { ...(await promisify(execFile)(process.execPath, [script, ...args])), code: 0 };
  } catch (error) {
    return error as { stdout: string; code: number };
  }
}

describe('scripts/fuzz.ts', () => {
  it('finds no broken law in a few hundred inputs', async () => {
    const { stdout, code } = await fuzz('--seed', '7', '--count', '43');
    expect(stdout).not.toContain('FAILED');
    expect(stdout).toContain('every law held');
    expect(code).toBe(0);
    for (const family of [
      'numbers',
      'files',
      'templates',
      'dates',
      'where',
      'config',
      'segments',
      'inbox',
      'optouts',
    ]) {
      expect(stdout).toContain(`\n${family}: 43 inputs in `);
    }
  });
});
