import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few megabytes that can be filled, emptied again and made read-only. */
interface SmallDisk {
  readonly folder: string;
  /** Takes every page that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  makeReadOnly(): void;
  remove(): void;
}

/** Mounts one; null where this system does not allow mounting. */
export function mountSmallDisk(): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill() {
      const handle = openSync(ballast, 'a');
      for (let size = 1 << 20; size >= 1; size >>= 1) {
        while (writes(handle, Buffer.alloc(size))) continue;
      }
      closeSync(handle);
    },
    free: () => rmSync(ballast),
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', folder]),
    remove() {
      // Lazily: a test that failed may still have something open.
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function writes(handle: number, bytes: Buffer): boolean {
  try {
    return writeSync(handle, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    return false;
  }
}
