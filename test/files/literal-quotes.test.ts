import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiteralQuotes, withLiteralQuotes } from '../../src/files/literal-quotes.js';

/** The marked text of one file that arrives in pieces. */
function marked(pieces: readonly string[], delimiter: ';' | '\t' = ';'): string {
  const quotes = new LiteralQuotes(delimiter);
  return pieces.map((piece) => quotes.mark(piece)).join('') + quotes.rest();
}

describe('LiteralQuotes', () => {
  it.each([
    ['a;"b";c', 'a;"b";c'],
    ['a;5" x;c', 'a;5* x;c'],
    ['a;"5"" x;y";c', 'a;"5"" x;y";c'],
    ['="06";b', '=*06*;b'],
    ['a; \t"b"\r\n"c"', 'a; \t"b"\r\n"c"'],
    ['"a\nb";"c"', '"a\nb";"c"'],
    ['"a" "b"', '"a" *b*'],
    ['\ufeff"a"\n\ufeff"b"', '"a"\n"b"'],
    ['"open;\n"', '"open;\n"'],
  ])('marks in %j what quotes nothing', (text, stars) => {
    expect(marked([text])).toBe(stars.replaceAll('*', '\ufdd0'));
    expect(withLiteralQuotes(marked([text]))).toBe(text.replaceAll('\ufeff', ''));
  });

  it('takes a tab for a delimiter only where it is one', () => {
    expect(marked(['a\t"b"'], '\t')).toBe('a\t"b"');
    expect(marked(['a\t"b"'], ';')).toBe('a\t\ufdd0b\ufdd0');
  });

  it('marks the same wherever the text is cut', () => {
    const character = fc.constantFrom('a', '"', '""', ';', '\n', '\r', ' ', '\t', '=', '\ufeff');
    const pieces = fc.array(fc.string({ unit: character, maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (cut) => {
        expect(marked(cut)).toBe(marked([cut.join('')]));
      }),
      { numRuns: 3000 },
    );
  });
});
