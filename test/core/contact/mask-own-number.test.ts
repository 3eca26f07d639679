import { describe, expect, it } from 'vitest';
import { maskOwnNumber } from '../../../src/core/contact/mask-own-number.js';
import type { E164 } from '../../../src/core/contact/phone-number.js';

const NUMBER = '+33639981234' as E164;

describe('a number in its own text', () => {
  it.each([
    ['Ton numéro : 06 39 98 12 34.', 'Ton numéro : 06 •• •• •• 34.'],
    ['0639981234', '06••••••34'],
    ['06.39.98.12.34, 06-39-98-12-34', '06.••.••.••.34, 06-••-••-••-34'],
    ['+33639981234 / 0033 6 39 98 12 34', '+336••••••34 / 0033 6 •• •• •• 34'],
    ['+33 (0)6 39\u202f98\u200b12\u00a034', '+33 (0)6 ••\u202f••\u200b••\u00a034'],
    ['639981234.0 et 639,981,234', '6••••••34.0 et 6••,•••,•34'],
    ['3.3639981234E+10', '3.36••••••34E+10'],
    ['٠٦٣٩٩٨١٢٣٤', '٠٦••••••٣٤'],
    ['０６３９９８１２３４', '０６••••••３４'],
    ['𝟎𝟔𝟑𝟗𝟗𝟖𝟏𝟐𝟑𝟒 !', '𝟎𝟔••••••𝟑𝟒 !'],
    ['tél0639981234fin', 'tél06••••••34fin'],
  ])('%j is shown as %j', (text, shown) => {
    expect(maskOwnNumber(text, NUMBER)).toBe(shown);
  });

  it.each([
    'Appelez le 06 39 98 12 35. STOP au 36184',
    'le 06/06/2026 à 14 h, 39 98 12 34 places',
    '06 39 98 puis 12 34',
    '',
  ])('%j stays as it is', (text) => {
    expect(maskOwnNumber(text, NUMBER)).toBe(text);
  });

  it('of another country has its own digits', () => {
    expect(maskOwnNumber('079 000 00 67', '+41790000067' as E164)).toBe('07• ••• •• 67');
    // Of a short one less is shown, as beside the text.
    expect(maskOwnNumber('+6834123', '+6834123' as E164)).toBe('+683•••3');
  });
});
