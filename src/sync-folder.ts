import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

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

/**
 * Puts a new content under a name, for this user alone, and waits until it is on the disk. Whenever the machine stops,
 * either the old content or the new one is there, whole.
 *
 * @throws what the system answers.
 */
export function replaceSynced(file: string, content: string | Buffer): void {
  const draft = `${file}.part`;
  // Left by a program that was killed; or a link, through which nothing is written.
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  syncFolder(dirname(file));
}
