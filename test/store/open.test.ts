import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { exitCodeOf, OperatorError } from '../../src/errors.js';
import { createLedger, openLedger } from '../../src/store/sqlite/ledger.js';
import { isInClear, openDatabase, openReader, type Db } from '../../src/store/sqlite/open.js';
import type { Ledger } from '../../src/store/store.js';
import { phrase } from '../../src/words/phrase.js';
import {
  consentOf,
  dumpTables,
  fictionNumber,
  KEYRING,
  LEDGER_ID,
  STAMP,
  suppressionOf,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

const APPLIED_AT = '2026-01-05T10:00:00.000Z';
const DURABLE = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1, auto_vacuum: 2 };

function settingsOf(db: Db): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.keys(DURABLE).map((pragma): [string, unknown] => [pragma, db.pragma(pragma, { simple: true })]),
  );
}

let temp: TempLedger;
beforeEach(() => {
  temp = tempLedger();
});
afterEach(() => temp.remove());

/** What the exit code would be, and which words: anything but an {@link OperatorError} is a defect. */
function refusal(use: () => unknown): { readonly exit: number; readonly key: string } {
  try {
    use();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { exit: exitCodeOf[error.kind], key: error.problem.key };
  }
  throw new Error('nothing was refused');
}

function readEverything(ledger: Ledger): void {
  const everything: readonly Iterable<unknown>[] = [
    ledger.auditRows({}),
    ledger.consentProofs(null),
    ledger.suppressions(),
  ];
  for (const rows of everything) Array.from(rows);
}

describe('opening a ledger', () => {
  it.each(['write', 'read'] as const)('has every durable setting, reopened to %s', (mode) => {
    const db = openDatabase(temp.file, { mode, appliedAt: APPLIED_AT });
    expect(settingsOf(db)).toEqual(DURABLE);
    db.close();
  });

  it.skipIf(process.platform !== 'linux')('is refused where the log beside it can not be read', () => {
    temp.close();
    // A file that can be opened, and whose first byte nobody can read.
    symlinkSync('/proc/self/mem', `${temp.file}-wal`);
    expect(refusal(() => openDatabase(temp.file, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.failed',
    });
    expect(refusal(() => isInClear(temp.file))).toEqual({ exit: 74, key: 'store.failed' });
    rmSync(`${temp.file}-wal`);
    openDatabase(temp.file, { mode: 'write', appliedAt: APPLIED_AT }).close();
  });

  it('in a folder that is gone is refused as what can not be opened', () => {
    const file = join(temp.folder, 'gone', 'ledger.db');
    expect(refusal(() => openDatabase(file, { mode: 'create', appliedAt: APPLIED_AT }))).toMatchObject({ exit: 74 });
  });

  it('has them in the connection that makes the file too', () => {
    const file = join(temp.folder, 'new.db');
    const db = openDatabase(file, { mode: 'create', appliedAt: APPLIED_AT });
    expect(settingsOf(db)).toEqual(DURABLE);
    db.close();
  });

  it('refuses a file for which a setting can not be had: memory has no write-ahead log', () => {
    expect(refusal(() => openDatabase(':memory:', { mode: 'create', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.notDurable',
    });
  });

  it('refuses a file whose pages can not be given back one by one', () => {
    const file = join(temp.folder, 'full-vacuum.db');
    const other = new Database(file);
    other.exec('CREATE TABLE something (id INTEGER)');
    other.close();
    expect(refusal(() => openDatabase(file, { mode: 'create', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.notDurable',
    });
  });

  it('keeps the file and what SQLite puts beside it from everyone else, whatever the umask', () => {
    const previous = process.umask(0);
    try {
      const file = join(temp.folder, 'private.db');
      createLedger(file, KEYRING, LEDGER_ID, STAMP);
      const ledger = openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT });
      for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
      ledger.close();
    } finally {
      process.umask(previous);
    }
  });

  it('is never made over another one', () => {
    expect(() => createLedger(temp.file, KEYRING, LEDGER_ID, STAMP)).toThrow('never made over');
  });

  it('does not write when opened to read', async () => {
    const ledger = temp.open({ mode: 'read' });
    await expect(ledger.recordConsents([consentOf(fictionNumber(1))], STAMP)).rejects.toMatchObject({
      kind: 'storeFailure',
    });
  });

  it('reads through a further connection that can not write', () => {
    const reader = openReader(temp.file);
    expect(() => reader.exec('DELETE FROM ledger')).toThrow(/readonly/);
    reader.close();
  });
});

describe('what can not be opened', () => {
  it('is missing: 66', () => {
    const file = join(temp.folder, 'nothing.db');
    expect(refusal(() => openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 66,
      key: 'store.missing',
    });
    expect(existsSync(file)).toBe(false);
  });

  it('was made with another key: 77', () => {
    const other = keyringOf(Buffer.alloc(32, 8));
    expect(refusal(() => openLedger(temp.file, other, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 77,
      key: 'store.wrongKey',
    });
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('SQLite')],
    ['text', Buffer.from('phone;name\n'.repeat(1000))],
    ['the right beginning and noise', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8192, 0xa5)])],
  ])('is no database: %s: 74, and left as it is', (_, bytes) => {
    const file = join(temp.folder, 'strange.db');
    writeFileSync(file, bytes);
    expect(refusal(() => openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.corrupt',
    });
    expect(readFileSync(file)).toEqual(bytes);
  });

  it("is another program's database: 74, and left as it is", () => {
    const file = join(temp.folder, 'other.db');
    const other = new Database(file);
    other.exec('CREATE TABLE bookmark (url TEXT)');
    other.close();
    const before = readFileSync(file);
    expect(refusal(() => openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.corrupt',
    });
    expect(readFileSync(file)).toEqual(before);
  });

  it('was never finished: the schema is there, the ledger is not: 74', () => {
    const file = join(temp.folder, 'half.db');
    openDatabase(file, { mode: 'create', appliedAt: APPLIED_AT }).close();
    expect(refusal(() => openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT }))).toEqual({
      exit: 74,
      key: 'store.corrupt',
    });
  });

  it('is cut off anywhere: 74', () => {
    const { size } = statSync(temp.file);
    const bytes = readFileSync(temp.file);
    for (const length of [1, 99, 100, 4095, 4096, 4097, 8192, 5 * 4096, Math.floor(size / 2), size - 4096]) {
      const file = join(temp.folder, `cut-${length}.db`);
      writeFileSync(file, bytes);
      truncateSync(file, length);
      const found = refusal(() => {
        const ledger = openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT });
        try {
          if (ledger.checkIntegrity().length > 0)
            throw new OperatorError('storeFailure', phrase('store.corrupt', { file, code: 'CHECK' }));
        } finally {
          ledger.close();
        }
      });
      expect(found, `cut to ${length}`).toEqual({ exit: 74, key: 'store.corrupt' });
    }
  });

  it('is overwritten anywhere: refused, or told by the check, and never taken for a defect of ours', async () => {
    const ledger = temp.open();
    for (let batch = 0; batch < 3; batch += 1) {
      const numbers = Array.from({ length: 100 }, (_, index) => fictionNumber(batch * 100 + index));
      await ledger.recordConsents(
        numbers.map((number) => consentOf(number)),
        STAMP,
      );
      await ledger.recordSuppressions(
        numbers.map((number) => suppressionOf(number)),
        STAMP,
      );
    }
    ledger.close();
    const bytes = readFileSync(temp.file);
    const pages = bytes.length / 4096;
    const file = join(temp.folder, 'overwritten.db');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: pages - 1 }), fc.constantFrom(0x00, 0xff, 0x5a), (page, byte) => {
        for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
        writeFileSync(file, bytes);
        const handle = openSync(file, 'r+');
        writeSync(handle, Buffer.alloc(4096, byte), 0, 4096, page * 4096);
        closeSync(handle);
        let opened: Ledger | null = null;
        try {
          opened = openLedger(file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT });
          const told = opened.checkIntegrity();
          expect(told).not.toEqual([]);
          readEverything(opened);
        } catch (error) {
          expect(error).toBeInstanceOf(OperatorError);
          expect(['storeFailure', 'notPermitted']).toContain((error as OperatorError).kind);
        } finally {
          opened?.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is held by another program: 75, and free again afterwards', async () => {
    const holder = temp.raw();
    const ledger = temp.open({ busyTimeoutMs: 20 });
    holder.exec('BEGIN IMMEDIATE');
    const before = dumpTables(temp.file);
    const refused = { kind: 'notNow', problem: { key: 'store.locked' } };
    await expect(ledger.recordConsents([consentOf(fictionNumber(1))], STAMP)).rejects.toMatchObject(refused);
    await expect(ledger.recordSkip(1, 'suppressed', STAMP)).rejects.toMatchObject(refused);
    expect(dumpTables(temp.file)).toEqual(before);
    holder.exec('COMMIT');
    expect(await ledger.recordConsents([consentOf(fictionNumber(1))], STAMP)).toEqual(['recorded']);
  });

  it('is held exclusively by another program: 75 on opening', () => {
    const holder = temp.raw();
    holder.pragma('locking_mode = EXCLUSIVE');
    holder.exec('BEGIN IMMEDIATE');
    expect(
      refusal(() => openLedger(temp.file, KEYRING, { mode: 'write', appliedAt: APPLIED_AT, busyTimeoutMs: 20 })),
    ).toEqual({ exit: 75, key: 'store.locked' });
  });
});
