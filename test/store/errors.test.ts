import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { storeError } from '../../src/store/sqlite/errors.js';
import { systemCode } from '../../src/system-code.js';

const FILE = '/srv/amis/ledger.db';

function sqlite(code: string): Error {
  return new Database.SqliteError('as the driver says it', code);
}

/** What Node makes of a failed call; `UNKNOWN` where libuv has no name for it. */
function system(code: string, errno: number): Error {
  return Object.assign(new Error(`${code}: write`), { code, errno: -errno, syscall: 'write' });
}

describe('what the disk under a ledger answers is no defect', () => {
  // Where locks can not be had at all, the next attempt fails as well: then it is the disk that is no fit one.
  it.each([
    'SQLITE_PROTOCOL',
    'SQLITE_IOERR_SHMOPEN',
    'SQLITE_IOERR_SHMMAP',
    'SQLITE_IOERR_LOCK',
    'SQLITE_IOERR_RDLOCK',
  ])('%s', (code) => {
    expect(storeError(FILE, sqlite(code))).toMatchObject({
      kind: 'storeFailure',
      problem: { key: 'store.failed', values: { file: FILE, code } },
      hint: { key: 'store.unsharedHint' },
    });
  });

  it('a used up quota is a full disk, and what has no name is told by its number', () => {
    expect(storeError(FILE, system('UNKNOWN', 122))).toMatchObject({
      kind: 'storeFailure',
      problem: { key: process.platform === 'linux' ? 'store.full' : 'store.failed' },
    });
    expect(storeError(FILE, system('UNKNOWN', 4711))).toMatchObject({
      kind: 'storeFailure',
      problem: { key: 'store.failed', values: { code: 'ERRNO4711' } },
    });
  });

  it('is a defect where nothing failed but our own call', () => {
    const broken = sqlite('SQLITE_CONSTRAINT_CHECK');
    expect(storeError(FILE, broken)).toBe(broken);
  });
});

it('the name of a failed call is the system’s own', () => {
  expect([systemCode(system('EIO', 5)), systemCode(new Error('ours')), systemCode(null)]).toEqual(['EIO', null, null]);
  expect(systemCode(system('UNKNOWN', 4711))).toBe('ERRNO4711');
});
