import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/words/formats.js';
import { phrase } from '../../src/words/phrase.js';
import { printable, printableJson } from '../../src/words/printable.js';
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

describe('printableJson', () => {
  it('keeps every value as it is, and shows nothing that a terminal would obey', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = JSON.stringify({ value, text });
        expect(printable(printableJson(json))).toBe(printableJson(json));
        expect(JSON.parse(printableJson(json))).toEqual(JSON.parse(json));
      }),
    );
    expect(printableJson(JSON.stringify('\u001b[2J\u009b\u202e\u007f'))).toBe('"\\u001b[2J\\u009b\\u202e\\u007f"');
  });
});

describe('speak', () => {
  it('shows no control character of a file’s name or header, in either language', () => {
    const words = phrase('flows.noSuchColumn', { file: 'x\u001b[31m.csv', column: '\u001b]0;title\u0007' });
    for (const locale of ['fr', 'en'] as const) {
      const said = speak(words, formatsOf(locale));
      expect(said).not.toMatch(/[\u001b\u0007]/);
      for (const word of ['[31m.csv', 'title']) expect(said).toContain(word);
    }
  });
});
