import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeErasures, noteErasures, readErasures, type ErasureLine } from '../../src/files/erasure-file.js';
import { OperatorError } from '../../src/errors.js';
import { mountSmallDisk } from '../store/small-disk.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'smsctl-erasures-'));
  file = join(folder, 'ledger.erasures');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const AT = '2026-01-05T10:00:00.000Z';
const erasure = (byte: number, at = AT, isFormer = false): ErasureLine => ({
  fingerprint: Buffer.alloc(32, byte),
  at,
  isFormer,
});

describe('the file of erasures', () => {
  it('grows by a line a person, closed to others, and is read again, each person once', () => {
    expect(readErasures(file)).toEqual([]);
    noteErasures(file, []);
    noteErasures(file, [erasure(1), erasure(2)]);
    noteErasures(file, [erasure(1, '2026-02-05T10:00:00.000Z'), erasure(3)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readErasures(file)).toEqual([erasure(1), erasure(2), erasure(3)]);
  });

  it('passes over a line that was cut off, and grows past it', () => {
    noteErasures(file, [erasure(1)]);
    appendFileSync(file, '{"fingerprint":"0102');
    expect(readErasures(file)).toEqual([erasure(1)]);
    noteErasures(file, [erasure(2)]);
    expect(readErasures(file)).toEqual([erasure(1), erasure(2)]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  });

  it('is refused when it was changed by hand', () => {
    for (const line of [
      '',
      '{}',
      '{"fingerprint":"00","at":"now"}',
      `{"at":"${AT}","fingerprint":"${'0'.repeat(64)}"}`,
    ]) {
      writeFileSync(file, `${line}\n`);
      expect(() => readErasures(file)).toThrow(OperatorError);
    }
  });

  it('takes in what another one knows', () => {
    const other = join(folder, 'other');
    noteErasures(file, [erasure(1)]);
    noteErasures(other, [erasure(1), erasure(2)]);
    mergeErasures(other, file);
    mergeErasures(join(folder, 'none'), file);
    expect(readErasures(file)).toEqual([erasure(1), erasure(2)]);
  });

  it('tells a number that somebody had before from one that they had, also once whoever has it now is erased too', () => {
    const other = join(folder, 'other');
    noteErasures(file, [erasure(1), erasure(2, AT, true), erasure(3, AT, true)]);
    expect(readErasures(file)).toEqual([erasure(1), erasure(2, AT, true), erasure(3, AT, true)]);
    const later = '2026-02-05T10:00:00.000Z';
    noteErasures(other, [erasure(1, later, true), erasure(2, later)]);
    mergeErasures(other, file);
    noteErasures(file, [erasure(3, later, true)]);
    expect(readErasures(file)).toEqual([erasure(1), erasure(2, later), erasure(3, AT, true)]);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
  });

  it('that can not be looked at is not taken for an empty one', () => {
    symlinkSync(file, file);
    expect(() => readErasures(file)).toThrow(expect.objectContaining({ kind: 'storeFailure' }));
    rmSync(file);
    mkdirSync(file);
    expect(() => readErasures(file)).toThrow(expect.objectContaining({ kind: 'storeFailure' }));
  });

  it('has not noted whom a full disk had no room for', ({ skip }) => {
    const disk = mountSmallDisk();
    if (disk === null) return skip('this system does not allow mounting');
    try {
      const full = join(disk.folder, 'ledger.erasures');
      // A page less a few bytes, which is all that is left for one person more.
      const known = Array.from({ length: 35 }, (_, index) => erasure(index));
      noteErasures(full, known);
      disk.fill();
      expect(() => noteErasures(full, [erasure(100)])).toThrow(expect.objectContaining({ kind: 'storeFailure' }));
      // Nor does a file stay that was begun for it.
      noteErasures(file, [erasure(100)]);
      const begun = join(disk.folder, 'begun.erasures');
      expect(() => mergeErasures(file, begun)).toThrow(expect.objectContaining({ kind: 'storeFailure' }));
      expect(existsSync(begun)).toBe(false);
      expect(readErasures(full)).toEqual(known);
      disk.free();
      noteErasures(full, [erasure(100)]);
      expect(readErasures(full)).toEqual([...known, erasure(100)]);
    } finally {
      disk.remove();
    }
  });
});
