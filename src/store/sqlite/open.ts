import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { invariant, OperatorError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { phrase } from '../../words/phrase.js';
import { corrupt, guarded } from './errors.js';
import { compileLazily } from './lazy-statements.js';
import { loadMigrations, type Migration } from '../migrate.js';
import { readLogThrough } from './read-log-through.js';

export type Db = Database.Database;

/** How long a writer waits for another one before it gives up, milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

const migrations: readonly Migration[] = loadMigrations(new URL('migrations/sqlite/', packageRoot));

interface OpenOptions {
  /** `create` makes the file, which must not exist or be empty; `write` and `read` need a ledger. */
  readonly mode: 'create' | 'write' | 'read';
  readonly appliedAt: string;
  readonly busyTimeoutMs?: number;
  /** Opens what is encrypted; what is in clear is opened without it, whatever is given. A new file is made under it. */
  readonly fileKey?: Buffer | null;
}

/**
 * Opens a ledger file so that a commit that was answered is on the disk, and brings its schema up to date.
 *
 * WAL's default in the driver is `synchronous=NORMAL`, which may lose the last commit in a power cut; that commit is
 * what prevents a second text. So FULL is set, and every setting is read back.
 *
 * @throws OperatorError storeFailure (74), notNow (75) when locked, noInput (66) when the file is missing,
 *   notPermitted (77) when it is encrypted under another key.
 */
export function openDatabase(file: string, options: OpenOptions): Db {
  if (options.mode !== 'create') refuseMissing(file);
  const timeout = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;
  const db = guarded(file, () => connect(file, { timeout }, options.fileKey ?? null));
  try {
    guarded(file, () => {
      if (options.mode === 'create') demand(db, file, 'auto_vacuum', 'INCREMENTAL', 2);
      else refuseStranger(db, file);
      // A reader opens for writing too: it may have to recover the log that a killed writer left.
      demand(db, file, 'journal_mode', 'WAL', 'wal');
      demand(db, file, 'synchronous', 'FULL', 2);
      demand(db, file, 'foreign_keys', 'ON', 1);
      demand(db, file, 'secure_delete', 'ON', 1);
      db.pragma('trusted_schema = OFF');
      db.pragma('temp_store = MEMORY');
      migrate(db, file, options.appliedAt);
      refuseTorn(db, file);
      if (options.mode === 'read') db.pragma('query_only = ON');
    });
    compileLazily(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A further connection to a ledger that is open already, for reading alone. */
export function openReader(file: string, fileKey: Buffer | null = null): Db {
  const db = connect(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS }, fileKey);
  db.pragma('query_only = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  return db;
}

/**
 * AEGIS, with a key of 32 random bytes: nothing is derived when a file is opened, and every page carries a tag, so that
 * one which was changed is not read.
 */
const CIPHER = 'aegis';

/**
 * Connects to a file that is encrypted under `fileKey`, or in clear: while a ledger is being encrypted, some of its
 * files are the one and some the other. Only SQLite looks into them: whoever opened such a file by other means would, on
 * closing it, end the locks that this process holds on it (POSIX fcntl).
 *
 * @throws OperatorError notPermitted (77) when it can be read neither way.
 */
export function connect(file: string, options: Database.Options, fileKey: Buffer | null): Db {
  readLogThrough(file);
  if (fileKey === null) return new Database(file, options);
  const db = new Database(file, options);
  chooseCipher(db);
  db.pragma(keyPragma('key', fileKey));
  if (isReadable(db)) return db;
  const inClear = new Database(file, options);
  if (isReadable(inClear)) return inClear;
  throw new OperatorError('notPermitted', phrase('vault.otherFileKey', { file }), phrase('vault.otherFileKeyHint'));
}

/** Nothing is made where a ledger is looked for, and no disk is at fault. */
function refuseMissing(file: string): void {
  if (existsSync(file)) return;
  throw new OperatorError('noInput', phrase('store.missing', { file }), phrase('store.missingHint'));
}

/**
 * Whether a database is in clear; an empty file is.
 *
 * @throws OperatorError noInput (66) when the file is missing.
 */
export function isInClear(file: string): boolean {
  refuseMissing(file);
  return guarded(file, () => {
    const db = connect(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS }, null);
    if (!isReadable(db)) return false;
    db.close();
    return true;
  });
}

/** Whether what a connection reads is a database; one that reads none is closed. */
function isReadable(db: Db): boolean {
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return true;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB') return false;
    throw error;
  }
}

/** Tells a connection that was not keyed yet how to encrypt. */
export function chooseCipher(db: Db): void {
  db.pragma(`cipher = '${CIPHER}'`);
}

export function keyPragma(name: 'key' | 'rekey', fileKey: Buffer): string {
  return `${name} = 'raw:${fileKey.toString('hex')}'`;
}

/** Makes an empty file that only its owner can read. SQLite gives its log the same rights. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}

/** What is no ledger is left as it is: neither its journal nor its schema is touched. */
function refuseStranger(db: Db, file: string): void {
  if (appliedMigrations(db).length > 0) return;
  throw corrupt(file, 'NO_LEDGER');
}

/** What every ledger has, once all migrations are applied. */
export const TABLES: readonly string[] = [
  ...['approval', 'audit', 'campaign', 'collection', 'consent_event', 'exclusion', 'exit_proof', 'former_fingerprint'],
  ...['former_number', 'hold', 'import', 'incident', 'intent', 'intent_count', 'intent_reference', 'ledger'],
  ...['migration', 'plan', 'reply', 'request', 'restriction', 'retired_key', 'subject', 'suppression'],
  ...['suppression_lift', 'territory', 'wording', 'wording_version'],
];

/** Someone took a table away: that is told before anything is begun, and not when it is missed. */
function refuseTorn(db: Db, file: string): void {
  const here = new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all());
  if (TABLES.every((table) => here.has(table))) return;
  throw corrupt(file, 'NO_TABLE');
}

function demand(db: Db, file: string, pragma: string, value: string, expected: string | number): void {
  db.pragma(`${pragma} = ${value}`);
  const found = db.pragma(pragma, { simple: true });
  if (found === expected) return;
  throw new OperatorError(
    'storeFailure',
    phrase('store.notDurable', { file, pragma, found: String(found) }),
    phrase('store.notDurableHint'),
  );
}

/**
 * Applies the migrations that a ledger lacks, each in one transaction whose first statement records it. Refuses a
 * ledger that is newer than the program, or that was made with another text of a migration.
 */
export function migrate(db: Db, file: string, appliedAt: string, known: readonly Migration[] = migrations): void {
  const applied = appliedMigrations(db);
  const newest = applied.at(-1)?.number ?? 0;
  if (newest > known.length) {
    throw new OperatorError(
      'config',
      phrase('store.newer', { file, found: newest, known: known.length }),
      phrase('store.newerHint'),
    );
  }
  for (const past of applied) {
    if (known[past.number - 1]?.sha256 === past.sha256) continue;
    throw new OperatorError(
      'config',
      phrase('store.migrationChanged', { file, name: past.name }),
      phrase('store.migrationChangedHint'),
    );
  }
  if (newest < known.length) withoutReferences(db, () => applyAll(db, known.slice(newest), appliedAt));
}

function applyAll(db: Db, lacking: readonly Migration[], appliedAt: string): void {
  for (const next of lacking) {
    db.transaction(() => {
      db.exec(
        'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
      );
      // Another process may have been faster: then its row is here and there is nothing left to do.
      const isNew = db
        .prepare('INSERT INTO migration (number, name, sha256, applied_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
        .run(next.number, next.name, next.sha256, appliedAt).changes;
      if (isNew !== 1) return;
      db.exec(next.sql);
      const broken = db.pragma('foreign_key_check') as readonly unknown[];
      invariant(broken.length === 0, `migration ${next.name} leaves a reference to nothing`);
    }).immediate();
  }
}

/**
 * A table that is made anew is dropped first, and that deletes whatever refers to it: so nothing refers while a migration
 * runs, and all is asked at its end (https://sqlite.org/lang_altertable.html#otheralter).
 */
function withoutReferences(db: Db, use: () => void): void {
  const before = db.pragma('foreign_keys', { simple: true }) === 1;
  db.pragma('foreign_keys = OFF');
  try {
    use();
  } finally {
    if (before) db.pragma('foreign_keys = ON');
  }
}

function appliedMigrations(db: Db): readonly { number: number; name: string; sha256: string }[] {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get();
  if (exists === undefined) return [];
  return db
    .prepare<[], { number: number; name: string; sha256: string }>(
      'SELECT number, name, sha256 FROM migration ORDER BY number',
    )
    .all();
}
