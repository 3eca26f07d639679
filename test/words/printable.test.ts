import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/words/formats.js';
import { phrase } from '../../src/words/phrase.js';
import { printable } from '../../src/words/printable.js';
import { speak } from '../../src/words/speak.js';

describe('printable', () => {
  it('takes out what a terminal would obey, and what turns the writing round', () => {
    expect(printable('pre\u001b[2Jnom\u0007\u009b\u202e')).toBe('pre\uFFFD[2Jnom\uFFFD\uFFFD\uFFFD');
  });

  it('leaves text, line breaks, tabs and no-break spaces', () => {
    const text = 'Zoé\t« ça va »\u00a0:\u202foui\n👍🏽';
    expect(printable(text)).toBe(text);
  });
});

describe('speak', () => {
  it('shows no control character of a file’s name or header, in either language', () => {
    const words = phrase('flows.noSuchColumn', { file: 'x\u001b[31m.csv', column: '\u001b]0;title\u0007' });
    for (const locale of ['fr', 'en'] as const) expect(speak(words, formatsOf(locale))).not.toMatch(/[\u001b\u0007]/);
  });
});
