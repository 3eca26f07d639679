import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicros, parseMicros } from '../../../src/core/campaign/cost.js';

describe('money as integer millionths', () => {
  it.each([
    ['0', 0],
    ['0.065', 65_000],
    ['0.09', 90_000],
    ['12.35', 12_350_000],
    ['0.000001', 1],
    ['999999999.999999', 999_999_999_999_999],
    ['007', 7_000_000],
  ])('reads %s', (text, micros) => {
    expect(parseMicros(text)).toBe(micros);
  });

  it.each(['', ' ', '-1', '+1', '1,5', '.5', '5.', '1e3', '0.0000001', '1234567890', '0x10', '1.2.3', '1 000', '١'])(
    'refuses %j',
    (text) => {
      expect(parseMicros(text)).toBeNull();
    },
  );

  it.each([
    [0, '0.00'],
    [1, '0.000001'],
    [65_000, '0.065'],
    [90_000, '0.09'],
    [100_000, '0.10'],
    [12_350_000, '12.35'],
    [12_000_000, '12.00'],
  ])('writes %i as %s', (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });

  it('what is written reads as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (micros) => {
        expect(parseMicros(formatMicros(micros))).toBe(micros);
      }),
      { seed: 7 },
    );
  });

  it('no cent is lost, where binary fractions lose some', () => {
    const price = parseMicros('0.1')!;
    expect(formatMicros(price * 3)).toBe('0.30');
    expect(0.1 * 3).not.toBe(0.3);
    // A million messages of three segments at 0.065.
    expect(formatMicros(parseMicros('0.065')! * 3 * 1_000_000)).toBe('195000.00');
  });
});
