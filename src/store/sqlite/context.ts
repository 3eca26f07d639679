import type { Keyring } from '../../core/contact/keyring.js';
import { guarded, storeError } from './errors.js';
import type { GroupCommit } from './group-commit.js';
import { openReader, type Db } from './open.js';
import type { RunMemory } from './run-memory.js';

/** What every module of this store works with. */
export interface Context {
  readonly db: Db;
  readonly file: string;
  readonly keyring: Keyring;
  readonly ledgerId: string;
  readonly memory: RunMemory;
  readonly group: GroupCommit;
  /** Runs one verb in its own IMMEDIATE transaction. */
  transact<T>(verb: () => T): Promise<T>;
  /** Runs one query; all its statements see the ledger as it stands at one moment. */
  query<T>(verb: () => T): Promise<T>;
  /**
   * Reads rows one by one, as the ledger stood at the first of them. They come through a connection of their own:
   * however long someone takes over them, and if they stop half-way, every other verb goes on.
   */
  stream<Row>(sql: string, parameters?: Readonly<Record<string, unknown>>): Iterable<Row>;
  /** The same for rows that several statements make: all of them see the ledger as it stands at the first. */
  streamOf<Row>(rowsOf: (reader: Db) => Iterable<Row>): Iterable<Row>;
}

export function contextOf(
  db: Db,
  file: string,
  keyring: Keyring,
  ledgerId: string,
  memory: RunMemory,
  group: GroupCommit,
  /** Brings in what other files have learnt, before anything is read or written; commits for itself. */
  refresh: () => void,
): Context {
  function* streamOf<Row>(rowsOf: (reader: Db) => Iterable<Row>): Iterable<Row> {
    const reader = guarded(file, () => (refresh(), openReader(file, keyring.fileKey)));
    try {
      reader.exec('BEGIN');
      // Leaving half-way ends the statement first, then the connection.
      yield* rowsOf(reader);
    } catch (error) {
      throw storeError(file, error);
    } finally {
      reader.close();
    }
  }
  const settle = <T>(use: () => T): Promise<T> =>
    new Promise((resolve) => {
      resolve(guarded(file, use));
    });
  return {
    db,
    file,
    keyring,
    ledgerId,
    memory,
    group,
    transact: (verb) => settle(() => (refresh(), group.forget(), db.transaction(verb).immediate())),
    // Another process may commit between two statements: facts would then be older than their version says.
    query: (verb) => settle(() => (refresh(), db.transaction(verb).deferred())),
    stream: <Row>(sql: string, parameters: Readonly<Record<string, unknown>> = {}) =>
      streamOf((reader) => reader.prepare<[typeof parameters], Row>(sql).iterate(parameters)),
    streamOf,
  };
}
