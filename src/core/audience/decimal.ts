/** A decimal number kept as its digits, so that long membership numbers compare exactly. */
export interface Decimal {
  readonly isNegative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly whole: string;
  /** Without trailing zeros; empty for none. */
  readonly fraction: string;
}

/** A sign, digits plain or in groups of three after a space (`1 250,50`), then a decimal point or comma. */
const NUMBER = /^([+-]?)(\d+|\d{1,3}(?:[ \u00A0\u202F]\d{3})+)(?:[.,](\d+))?$/u;

/** Reads what a spreadsheet writes for a number; null when `text`, trimmed, is none. */
export function parseDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = withoutLeadingZeros(whole.replace(/\D/gu, ''));
  const decimals = withoutTrailingZeros(fraction);
  return { isNegative: sign === '-' && digits + decimals !== '', whole: digits, fraction: decimals };
}

/** Negative, 0 or positive, as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.isNegative !== b.isNegative) return a.isNegative ? -1 : 1;
  const magnitude =
    a.whole.length - b.whole.length || compareDigits(a.whole, b.whole) || compareDigits(a.fraction, b.fraction);
  return a.isNegative ? -magnitude : magnitude;
}

/** Digits of equal weight compare as text; needless zeros are gone, so a fraction that goes on is the larger. */
function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function withoutLeadingZeros(digits: string): string {
  return digits.slice(/^0*/.exec(digits)?.[0].length ?? 0);
}

/** Walks back by hand: the pattern `0+$` would be quadratic on a long run of zeros that ends otherwise. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
