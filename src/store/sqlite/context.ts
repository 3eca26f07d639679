import type { Keyring } from '../../core/contact/keyring.js';
import { guarded } from './errors.js';
import type { GroupCommit } from './group-commit.js';
import type { Db } from './open.js';

/** What every module of this store works with. */
export interface Context {
  readonly db: Db;
  readonly file: string;
  readonly keyring: Keyring;
  readonly ledgerId: string;
  readonly group: GroupCommit;
  /** Runs one verb in its own IMMEDIATE transaction. */
  transact<T>(verb: () => T): Promise<T>;
  /** Runs one query. */
  query<T>(verb: () => T): Promise<T>;
}

export function contextOf(
  db: Db,
  file: string,
  keyring: Keyring,
  ledgerId: string,
  group: GroupCommit,
  /** Brings in what other files have learnt, before anything is read or written. */
  refresh: () => void,
): Context {
  const settle = <T>(use: () => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(guarded(file, use));
    });
  return {
    db,
    file,
    keyring,
    ledgerId,
    group,
    transact: (verb) => settle(() => db.transaction(() => (refresh(), verb())).immediate()),
    query: (verb) => settle(() => (refresh(), verb())),
  };
}
