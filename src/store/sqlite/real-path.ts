import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * The name of a file once every symbolic link on the way is followed, whether it is there yet or not: a ledger that is
 * reached by two names is one, with one lock and one memory.
 */
export function realPathOf(file: string): string {
  return resolved(file) ?? join(resolved(dirname(file)) ?? dirname(file), basename(file));
}

function resolved(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
