import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../src/make-folder.js';
import { tempFolder } from './support/cli.js';

describe('makeFolder', () => {
  it('makes what is missing, for the user alone, and tells the first of it', () => {
    const root = tempFolder();
    const folder = join(root, 'a', 'b', 'c');
    mkdirSync(join(root, 'a'));
    expect(makeFolder(folder)).toBe(join(root, 'a', 'b'));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(makeFolder(folder)).toBeNull();
  });

  it('takes no file for a folder', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeFolder(file)).toThrow('EEXIST');
    expect(() => makeFolder(join(file, 'a', 'b'))).toThrow('ENOTDIR');
  });

  it.runIf(existsSync('/proc/self'))('comes to an end where the system makes none and calls it missing', () => {
    expect(() => makeFolder('/proc/none/a/b')).toThrow('ENOENT');
  });
});
