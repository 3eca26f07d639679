import { closeSync, copyFileSync, existsSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyringOf } from '../../src/core/contact/keyring.js';
import { OperatorError } from '../../src/errors.js';
import { openLedger } from '../../src/store/sqlite/ledger.js';
import { isInClear } from '../../src/store/sqlite/open.js';
import { openRehearsal } from '../../src/store/sqlite/rehearsal.js';
import { draftOf, recodeLedger } from '../../src/store/sqlite/recode.js';
import type { Ledger } from '../../src/store/store.js';
import {
  auditOf,
  consentOf,
  fictionNumbers,
  KEYRING,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';
import { Program } from './child-program.js';

const FILE_KEY = Buffer.alloc(32, 9);
const SEALED = keyringOf(Buffer.alloc(32, 7), FILE_KEY);
const numbers = fictionNumbers(50);

let temp: TempLedger;
beforeEach(async () => {
  temp = tempLedger();
  const ledger = temp.open();
  await ledger.recordConsents(
    numbers.map((number) => consentOf(number)),
    STAMP,
  );
  temp.close();
});
afterEach(() => temp.remove());

const open = (keyring = SEALED, file = temp.file): Ledger =>
  openLedger(file, keyring, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z' });

async function using<T>(ledger: Ledger, use: (ledger: Ledger) => T | Promise<T>): Promise<T> {
  try {
    return await use(ledger);
  } finally {
    ledger.close();
  }
}

function kindOf(use: () => unknown): string {
  try {
    use();
    return 'nothing';
  } catch (error) {
    return error instanceof OperatorError ? error.kind : String(error);
  }
}

describe('a ledger written anew under a key', () => {
  it('leaves nothing but zeros of what stood in clear', () => {
    const before = openSync(temp.file, 'r');
    try {
      recodeLedger(temp.file, SEALED, FILE_KEY, STAMP).takePlace();
      const left = readFileSync(before);
      expect(left.length).toBeGreaterThan(0);
      expect(left.every((byte) => byte === 0)).toBe(true);
    } finally {
      closeSync(before);
    }
  });

  it('holds what it held, is its own home, and tells it in its log', async () => {
    recodeLedger(temp.file, SEALED, FILE_KEY, STAMP).takePlace();
    expect(isInClear(temp.file)).toBe(false);
    await using(open(), async (ledger) => {
      expect([...ledger.consentProofs(null)].map(({ number }) => number)).toEqual(numbers);
      expect(await ledger.standing()).toBe('own');
      expect(auditOf(ledger, 'ledger_encrypted')).toHaveLength(1);
    });
    recodeLedger(temp.file, SEALED, null, STAMP).takePlace();
    expect(isInClear(temp.file)).toBe(true);
    await using(open(KEYRING), async (ledger) => {
      expect([...ledger.consentProofs(null)]).toHaveLength(numbers.length);
      expect(await ledger.standing()).toBe('own');
      expect(ledger.checkTampering()).toEqual([]);
    });
  });

  it('shows nothing of people, and neither do its log and its copies', async () => {
    recodeLedger(temp.file, SEALED, FILE_KEY, STAMP).takePlace();
    const rehearsal = join(temp.folder, 'rehearsals', 'fete.db');
    const copy = openRehearsal({ ledger: temp.file, rehearsal }, 'fete', SEALED, STAMP);
    const ledger = open();
    await ledger.recordConsents([consentOf(fictionNumbers(1, 99)[0]!)], STAMP);
    expect([...copy.consentProofs(null)]).toHaveLength(numbers.length + 1);
    const files = readdirSync(temp.folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(temp.folder, name),
    );
    expect(files.some((file) => file.endsWith('-wal'))).toBe(true);
    for (const file of files.filter((one) => statSync(one).isFile())) {
      const bytes = readFileSync(file);
      for (const clear of ['+3363998', '3363998', 'association', 'SQLite format']) {
        expect({ file, clear, shown: bytes.includes(clear) }).toEqual({ file, clear, shown: false });
      }
    }
    copy.close();
    ledger.close();
  });

  it('that waits to be adopted goes on waiting', async () => {
    const copy = join(temp.folder, 'copy.db');
    copyFileSync(temp.file, copy);
    recodeLedger(copy, SEALED, FILE_KEY, STAMP).takePlace();
    expect(await using(open(SEALED, copy), (ledger) => ledger.standing())).toBe('copied');
  });

  it('opens under its own key alone', async () => {
    recodeLedger(temp.file, SEALED, FILE_KEY, STAMP).takePlace();
    expect(kindOf(() => open(keyringOf(Buffer.alloc(32, 7), Buffer.alloc(32, 8))))).toBe('notPermitted');
    expect(kindOf(() => open(KEYRING))).toBe('storeFailure');
    expect(kindOf(() => recodeLedger(temp.file, KEYRING, FILE_KEY, STAMP))).toBe('storeFailure');
    await using(open(), (ledger) => expect(ledger.checkIntegrity()).toEqual([]));
  });

  it('leaves nothing behind when it is given up, or when another program has the old one open', () => {
    recodeLedger(temp.file, SEALED, FILE_KEY, STAMP).discard();
    expect(existsSync(draftOf(temp.file))).toBe(false);
    const other = open(KEYRING);
    expect(kindOf(() => recodeLedger(temp.file, SEALED, FILE_KEY, STAMP))).toBe('notNow');
    expect(existsSync(draftOf(temp.file))).toBe(false);
    expect([...other.consentProofs(null)]).toHaveLength(numbers.length);
    other.close();
    expect(isInClear(temp.file)).toBe(true);
  });

  it('keeps everybody else out until it stands in its place', () => {
    const written = recodeLedger(temp.file, SEALED, FILE_KEY, STAMP);
    const attempt = (): Ledger =>
      openLedger(temp.file, SEALED, { mode: 'write', appliedAt: '2026-01-05T10:00:00.000Z', busyTimeoutMs: 20 });
    expect(kindOf(attempt)).toBe('notNow');
    written.takePlace();
    expect(kindOf(() => attempt().close())).toBe('nothing');
  });
});

/** Encrypts where no file is synchronised that has no name any more. */
const BY_NAME = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { recodeLedger } = await import('./dist/store/sqlite/recode.js');
  const { fsyncSync } = fs;
  fs.fsyncSync = (handle) => {
    if (fs.fstatSync(handle).nlink === 0) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    fsyncSync(handle);
  };
  syncBuiltinESMExports();
  recodeLedger(file, keyring, Buffer.alloc(32, 9), stamp).takePlace();
`;

it('takes its place on a file system that finds what it synchronises by its name', async () => {
  expect(await new Program(BY_NAME, [temp.file]).ended).toMatchObject({ code: 0, stderr: '' });
  await using(open(), (ledger) => expect([...ledger.consentProofs(null)]).toHaveLength(numbers.length));
});
