import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './system-code.js';

/**
 * Makes a folder for this user alone, and those above it that are missing.
 *
 * The platform's own way never ends where the system answers that a folder is missing in which it makes none, as of `/proc`.
 *
 * @returns The first that was made; null where all were there.
 * @throws What the system answers.
 */
export function makeFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    if (isFolder(folder)) return null;
    if (systemCode(error) !== 'ENOENT' || isFolder(dirname(folder))) throw error;
  }
  const above = makeFolder(dirname(folder));
  const own = makeFolder(folder);
  return above ?? own;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
