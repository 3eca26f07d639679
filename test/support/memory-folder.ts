import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a folder for tests that sync a ledger thousands of times: in memory where the system has a place for that
 * (tmpfs on Linux), else beside all other temporary files. Whoever makes it removes it.
 */
export function memoryFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'smsctl-'));
}
