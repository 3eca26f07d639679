import { statSync } from 'node:fs';

/**
 * Whether anything stands under a name. What a failing disk does not tell is not taken for missing, as `existsSync` would:
 * an erasure that looks past a file has not erased, and a guard that finds none lets pass.
 *
 * @throws what the system answers, where that is not that there is nothing.
 */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
