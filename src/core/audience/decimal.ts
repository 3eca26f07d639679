/** A decimal number kept as its digits, so that long membership numbers compare exactly. */
interface Decimal {
  readonly isNegative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly whole: string;
  /** Without trailing zeros; empty for none. */
  readonly fraction: string;
}

const CURRENCY = String.raw`(?:[€$£]|EUR|CHF|USD|GBP|Fr\.?)`;
/** Digits plain, or in groups of three after a space or an apostrophe (`1 250,50`), then a decimal point or comma. */
const PLAIN = String.raw`(?<whole>\d+|\d{1,3}(?:[ \u00A0\u202F'’]\d{3})+)(?:[.,](?<fraction>\d+))?`;
/** In groups after a point the decimals come after a comma, and the other way round: `1.250,00`, `1,250.00`. */
const GROUPED = String.raw`(?<groups>\d{1,3}(?:(?:\.\d{3})+(?=,)|(?:,\d{3})+(?=\.)))[.,](?<cents>\d+)`;
const NUMBER = new RegExp(
  String.raw`^(?<sign>[+-]?)(?:${CURRENCY}\s?)?(?:${PLAIN}|${GROUPED})(?:\s?${CURRENCY})?$`,
  'u',
);

/** Reads what a spreadsheet writes for a number or an amount of money; null when `text`, trimmed, is none. */
export function parseDecimal(text: string): Decimal | null {
  const match = NUMBER.exec(text.trim())?.groups;
  if (match === undefined) return null;
  const digits = withoutLeadingZeros((match['whole'] ?? match['groups'] ?? '').replace(/\D/gu, ''));
  const decimals = withoutTrailingZeros(match['fraction'] ?? match['cents'] ?? '');
  return { isNegative: match['sign'] === '-' && digits + decimals !== '', whole: digits, fraction: decimals };
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
