import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * Waits until the names of a folder are on the disk: they are its content. Windows can not open a folder, and keeps
 * them by itself.
 */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
