import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import type { ErasureStore } from '../erasure-store.js';
import type { Context } from './context.js';
import { guarded } from './errors.js';

/** Takes away what is left of erased rows in the file and beside it; outside any transaction: inside one the log can not be emptied. */
export function scrubber({ db, file }: Pick<Context, 'db' | 'file'>): Pick<ErasureStore, 'scrub'> {
  /** The last reader of old pages has to be gone before the log can be emptied. */
  const emptyLog = (): void => {
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy === 0) return;
    throw new OperatorError('notNow', phrase('rights.readersLeft', { file }), phrase('rights.readersLeftHint'));
  };
  const settle = (use: () => void): Promise<void> => new Promise((resolve) => resolve(guarded(file, use)));

  return {
    scrub: () =>
      settle(() => {
        // Deleted bytes are overwritten as they are freed (secure_delete), unless another tool did the freeing: its pages
        // are given back to the disk. Files are not looked into here: to close one ends SQLite's locks on it (POSIX fcntl).
        db.pragma('incremental_vacuum');
        emptyLog();
      }),
  };
}
