import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWindows } from '../../src/files/host.js';
import { shellWord } from '../../src/words/shell-word.js';

describe('a word of a command that a text names', () => {
  it('stays bare where no shell takes it for anything else', () => {
    for (const word of ['../amis', '/home/été/ledger.db', 'C:amis', 'me@host', 'a~b'])
      expect(shellWord(word, false)).toBe(word);
    for (const word of [String.raw`C:\amis\ledger.db`, '..\\amis']) expect(shellWord(word, true)).toBe(word);
  });

  it('stands between quotes that let nothing out', () => {
    expect(shellWord('q"u$(id)', false)).toBe(`'q"u$(id)'`);
    expect(shellWord("l'amicale", false)).toBe(String.raw`'l'\''amicale'`);
    expect(shellWord('a\\b', false)).toBe(String.raw`'a\b'`);
    expect(shellWord('~anna', false)).toBe("'~anna'");
    expect(shellWord('', false)).toBe("''");
    expect(shellWord('C:\\Les amis', true)).toBe('"C:\\Les amis"');
  });

  it.skipIf(isWindows)('is for a shell what it was, whatever it holds', () => {
    const character = fc.oneof(fc.constantFrom(...'"\'`$(){}[]\\~#!&|;<>*?= \t\n-'), fc.string({ maxLength: 2 }));
    const words = fc.array(character, { maxLength: 12 }).map((parts) => parts.join('').toWellFormed());
    fc.assert(
      fc.property(fc.array(words, { minLength: 20, maxLength: 20 }), (given) => {
        const typed = given.map((word) => word.replaceAll('\0', ''));
        const line = `printf '%s\\0' ${typed.map((word) => shellWord(word)).join(' ')}`;
        expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(typed);
      }),
      { numRuns: 30 },
    );
  });
});
