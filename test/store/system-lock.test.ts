import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeSystemLock, type SystemLock } from '../../src/store/sqlite/system-lock.js';
import { Program } from './child-program.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-lock-'));
  file = join(folder, 'ledger.run-lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Says `held` or `null`, and releases when it is told to. */
const TAKES = `
  import { takeSystemLock } from './dist/store/sqlite/system-lock.js';
  const lock = takeSystemLock(file);
  process.stdout.write(lock === null ? 'null' : 'held');
  process.stdin.once('data', () => {
    lock?.release();
    process.stdout.write('released');
  });
`;

async function asked(): Promise<string> {
  const program = new Program(TAKES, [file]);
  program.child.stdin?.end('release');
  const { stdout, stderr } = await program.ended;
  expect(stderr).toBe('');
  return stdout.replace('released', '');
}

describe('a system lock', () => {
  it('has one holder among programs, until it is released', async () => {
    const lock = takeSystemLock(file);
    expect(lock).not.toBe(null);
    expect(await asked()).toBe('null');
    lock!.release();
    expect(await asked()).toBe('held');
    const again = takeSystemLock(file);
    expect(again).not.toBe(null);
    again!.release();
  });

  it('is refused here while another program holds it, and free at once when that one releases it', async () => {
    const holder = new Program(TAKES, [file]);
    await holder.says('held');
    expect(takeSystemLock(file)).toBe(null);
    holder.child.stdin?.write('release');
    await holder.says('released');
    const lock = takeSystemLock(file);
    expect(lock).not.toBe(null);
    lock!.release();
    holder.child.stdin?.end();
    await holder.ended;
  });

  it('is free at once when its holder was killed', async () => {
    const holder = new Program(TAKES, [file]);
    await holder.says('held');
    expect(takeSystemLock(file)).toBe(null);
    await holder.kill();
    const lock = takeSystemLock(file);
    expect(lock).not.toBe(null);
    lock!.release();
  });

  it('is not lost by asking for it once more in the program that holds it', async () => {
    const lock = takeSystemLock(file);
    expect(takeSystemLock(file)).toBe(null);
    expect(await asked()).toBe('null');
    lock!.release();
  });

  it('writes nothing into its file, and keeps it from everyone else', () => {
    const previous = process.umask(0);
    const lock = takeSystemLock(file);
    process.umask(previous);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    lock!.release();
    expect(readFileSync(file)).toEqual(Buffer.alloc(0));
  });

  it('can not be had where no file can be made: that is no lock held by another', () => {
    expect(() => takeSystemLock(join(folder, 'no-folder', 'ledger.run-lock'))).toThrow('ENOENT');
  });
});

const open = (path: string): Database.Database => new Database(path, { timeout: 0 });

describe('a lock whose file is unlinked by its holder', () => {
  it('is never held by two: whoever had opened the old file takes the new one, or finds it taken', () => {
    const first = takeSystemLock(file);
    let next: SystemLock | null = null;
    const second = takeSystemLock(file, (path) => {
      const db = open(path);
      // The first one goes between the opening and the locking, and a third one comes.
      if (next === null) {
        rmSync(file);
        first?.release();
        next = takeSystemLock(file);
      }
      return db;
    });
    expect(next).not.toBeNull();
    expect(second).toBeNull();
  });

  it('is taken anew where nobody else came', () => {
    let isGone = false;
    const lock = takeSystemLock(file, (path) => {
      const db = open(path);
      if (!isGone) rmSync(file);
      isGone = true;
      return db;
    });
    expect(existsSync(file)).toBe(true);
    expect(takeSystemLock(file)).toBeNull();
    lock?.release();
    const again = takeSystemLock(file);
    expect(again).not.toBeNull();
    again?.release();
  });
});
