/** How a number format shows a number, as far as it adds what the number itself lacks; null where it adds nothing. */
export type ShownAs = (value: number) => string | null;

/** ECMA-376 part 1, section 18.8.30: formats that have no code of their own in a workbook. */
const BUILT_IN: ReadonlyMap<number, string> = new Map([
  [9, '0%'],
  [10, '0.00%'],
]);

/**
 * Understands the formats that a list of people is spoilt without: zeros before a number (`00000` of a French postal
 * code, `0#" "##" "##" "##" "##` of a telephone number) and percentages. Any other format only dresses a number up.
 *
 * @param id Number of a built-in format; `code` is the text of one that the workbook brings along.
 * @returns Null where a number is shown well enough by its plain digits.
 */
export function shownAs(id: number, code: string | undefined): ShownAs | null {
  const format = code ?? BUILT_IN.get(id);
  if (format === undefined) return null;
  const [first = ''] = format.split(';');
  if (/^[0#?.,]*0%$/.test(first)) return (value) => `${plainNumber(value * 100)}%`;
  const parts = digitParts(first);
  return parts === null ? null : (value) => padded(value, parts);
}

/** One place for a digit, or text between two of them. */
type Part = { readonly kind: 'digit'; readonly isZero: boolean } | { readonly kind: 'text'; readonly text: string };

/** Takes apart a format of places for digits and texts alone, one that shows leading zeros; null for any other. */
function digitParts(format: string): readonly Part[] | null {
  const parts: Part[] = [];
  // A locale or a colour says nothing of the digits: [$-40C], [Red]; a condition does: [<=9999999].
  const bare = format.replace(/\[(?:\$[^\]]*|[A-Za-z]+)\]/g, '');
  for (const [token] of bare.matchAll(/"[^"]*"|\\.|_.|./gsu)) {
    if (/^[0#?]$/.test(token)) parts.push({ kind: 'digit', isZero: token === '0' });
    else if (token.startsWith('"')) parts.push({ kind: 'text', text: token.slice(1, -1) });
    else if (token.startsWith('\\') && token.length > 1) parts.push({ kind: 'text', text: token.slice(1) });
    else if (token.startsWith('_')) parts.push({ kind: 'text', text: ' ' });
    else if (/^[-+() \u00a0\u202f]$/.test(token)) parts.push({ kind: 'text', text: token });
    else return null;
  }
  return leastDigits(parts) < 2 ? null : parts;
}

/** The leftmost `0` and every place right of it is always shown. */
function leastDigits(parts: readonly Part[]): number {
  const places = parts.filter((part) => part.kind === 'digit');
  const leftmost = places.findIndex((part) => part.isZero);
  return leftmost === -1 ? 0 : places.length - leftmost;
}

/** Fills the places from the right, as spreadsheets do; digits that find no place stand before the first one. */
function padded(value: number, parts: readonly Part[]): string | null {
  if (!Number.isSafeInteger(value) || value < 0) return null;
  let digits = String(value).padStart(leastDigits(parts), '0');
  let places = parts.filter((part) => part.kind === 'digit').length;
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    const taken = digits.length - (places - 1);
    places--;
    if (taken <= 0) continue;
    text += digits.slice(0, taken);
    digits = digits.slice(taken);
  }
  return text.trim();
}

/**
 * Writes a number with all its digits, never as 3.36E+10, and with the 15 significant ones that a spreadsheet holds:
 * 0.30000000000000004 is what a program made of 0.3.
 */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa = '', exponent = '0'] = Number(value.toPrecision(15)).toString().split('e');
  const decimals = (mantissa.split('.')[1] ?? '').length - Number(exponent);
  return Number(value.toPrecision(15)).toFixed(Math.min(100, Math.max(0, decimals)));
}
