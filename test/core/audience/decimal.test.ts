import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, parseDecimal } from '../../../src/core/audience/decimal.js';

const digits = fc.stringMatching(/^[0-9]{1,25}$/);
const decimal = fc.tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits));

describe('decimals', () => {
  it('compare as their exact values', () => {
    const scale = 25;
    const asInteger = ([sign, whole, fraction]: readonly [string, string, string | null]): bigint =>
      BigInt(whole + (fraction ?? '').padEnd(scale, '0')) * (sign === '-' ? -1n : 1n);
    const asText = ([sign, whole, fraction]: readonly [string, string, string | null], point: string): string =>
      sign + whole + (fraction === null ? '' : point + fraction);
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [parseDecimal(asText(a, '.')), parseDecimal(asText(b, ','))];
        if (left === null || right === null) throw new Error('not read');
        const difference = asInteger(a) - asInteger(b);
        expect(Math.sign(compareDecimals(left, right))).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0);
      }),
    );
  });

  it.each([
    '',
    '.',
    '5.',
    '.5',
    '1e5',
    '1 25',
    '12 345 6',
    'NaN',
    '١٢',
    '1.250.00',
    '1,250,00',
    '1.25,00',
    '12 €€',
    '12 pièces',
    '€',
  ])('are not read from %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });
});
