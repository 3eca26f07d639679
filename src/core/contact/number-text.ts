import type { NumberRemark } from './number-remark.js';
import type { NumberRejectReason, NumberWarning } from './number-vocabulary.js';

/** The digits that a text carries, before any numbering plan is asked. */
type NumberText =
  | {
      readonly kind: 'digits';
      readonly digits: string;
      /** A plus stood before the digits. */
      readonly plus: boolean;
      /** The trunk zero was written as optional: `+39 (0)347 …`. */
      readonly optionalZero: boolean;
      /** The words around the digits; null where there are none. */
      readonly remark: NumberRemark | null;
      readonly warnings: readonly NumberWarning[];
    }
  | { readonly kind: 'refused'; readonly reason: NumberRejectReason; readonly warnings: readonly NumberWarning[] };

/** No written form of a number is longer; a longer cell is a note or a shifted column. */
const LONGEST_TEXT = 250;

/**
 * Reads the digits out of what people and spreadsheets write: typography, wrappers, labels and number formats are
 * undone, each visible repair is named by a warning. Nothing is guessed: letters or masks among the digits, an
 * extension or a second number refuse the text.
 */
export function readNumberText(text: string): NumberText {
  const plain = toPlainCharacters(text);
  if (/^\+?\d+$/.test(plain)) return digitsOf(plain, []);
  // As the French write it; the way below reads the same, and takes thrice as long for the most common form of all.
  if (/^0\d(?:([ .-])\d\d)(?:\1\d\d){3}$/.test(plain)) return digitsOf(plain.replace(/\D/g, ''), []);
  if (plain.length > LONGEST_TEXT) return refused('not-a-number', []);
  const { content, warnings } = unwrap(plain);
  if (/^[\s\p{Pd}\u2212._/']*$/u.test(content)) return refused('empty', warnings);
  const address = readTelephoneAddress(content);
  if (address === 'extension') return refused('extension', warnings);
  return readFloat(address, warnings) ?? readScientific(address, warnings) ?? readWritten(address, warnings);
}

function refused(reason: NumberRejectReason, warnings: readonly NumberWarning[]): NumberText {
  return { kind: 'refused', reason, warnings };
}

/** Invisible marks go, every space becomes U+0020, every plus `+`, and the decimal digits of every script 0 to 9. */
function toPlainCharacters(text: string): string {
  // A backtick is an apostrophe below.
  if (/^[\x20-\x5f\x61-\x7e]*$/.test(text)) return text.trim();
  return text
    .replace(/[\r\n\v\f\u0085\u2028\u2029]+/g, '\n')
    .replace(/[\t\p{Zs}\u2800]/gu, ' ')
    .replace(/[\p{Cf}\p{Cc}\p{M}\p{Default_Ignorable_Code_Point}]/gu, (mark) => (mark === '\n' ? mark : ''))
    .replace(/[\uFF0B\uFE62\u207A\u2795]/g, '+')
    .replace(/[\u2018\u2019\u201B\u0060\u00B4\u02BC\uFF07]/g, "'")
    .replace(/\p{Nd}/gu, asciiDigit)
    .trim();
}

/** Decimal digits are encoded in runs of ten from zero to nine (Unicode Standard, section 4.6), in every script. */
export function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((code - start) % 10);
}

/** Takes off what marks a cell as text: `'06…` (silently, the common text marker), `"06…"`, `="06…"`, `«06…»`, `=336…`. */
function unwrap(text: string): { readonly content: string; readonly warnings: readonly NumberWarning[] } {
  const marked = /^'[^'"]*$/.test(text);
  if (marked) return { content: text.slice(1).trim(), warnings: [] };
  const content = text
    .replace(/^(?:[\s'"\u201C-\u201E\u00AB\u2039]|=(?=\s*['"+\d]))+/, '')
    .replace(/[\s'"\u201C-\u201E\u00BB\u203A]+$/, '');
  return { content, warnings: content === text ? [] : ['wrapped-value'] };
}

/**
 * The number inside `tel:` and its kin (RFC 3966); a global `phone-context` is put before a local number.
 * Other texts come back as they are.
 */
function readTelephoneAddress(text: string): string {
  const match = /^(?:tel|sms|smsto|callto|whatsapp):(?:\/\/)?(?=[+\d(%])/i.exec(text);
  if (match === null) return text;
  const address = text.slice(match[0].length);
  const [path = '', ...parameters] = address.split(/[;?]/);
  // What is no parameter may be a second number: `tel:0639981234;0639985678`.
  if (!parameters.every((parameter) => /^(?:[a-z][a-z0-9-]*(?:=.*)?)?$/is.test(parameter))) return address;
  const number = path.replace(/%2B/gi, '+').replace(/%20/g, ' ');
  if (parameters.some((parameter) => /^ext=./i.test(parameter))) return 'extension';
  const context = parameters.map((parameter) => /^phone-context=(\+[\d.() -]+)$/i.exec(parameter)?.[1]).find(Boolean);
  return number.startsWith('+') || context === undefined ? number : context + number;
}

/**
 * A cell that went through a float: `639981234.0`, `639981234.000000`, `639 981 234,00`, `639,981,234.00`. The decimals
 * are not digits of it; three zeros behind fewer than nine digits may as well be a group of them.
 */
function readFloat(text: string, warnings: readonly NumberWarning[]): NumberText | null {
  const whole =
    /^(\+?\d+)[.,]0{1,2}$/.exec(text)?.[1] ??
    /^(\+?\d{9,})[.,]0{3,}$/.exec(text)?.[1] ??
    /^(\+?\d(?: ?\d){8,}),0{1,2}$/.exec(text)?.[1] ??
    /^(\+?\d{1,3}(?:([ .,'])\d{3})(?:\2\d{3})*)(?!\2)[.,]0{1,2}$/.exec(text)?.[1];
  return whole === undefined ? null : digitsOf(whole.replace(/[^+\d]/g, ''), [...warnings, 'float-suffix']);
}

/** `3.3639981234E+10` still carries all eleven digits; `3,36639E+10` has lost five of them for good. */
function readScientific(text: string, warnings: readonly NumberWarning[]): NumberText | null {
  const match = /^(\+?)(\d+)(?:[.,](\d+))?\s*e\s*\+?(\d{1,3})$/i.exec(text);
  if (match === null) return null;
  const [, plus = '', whole = '', fraction = '', exponent = ''] = match;
  const shift = Number(exponent);
  const complete = fraction.length >= shift && /^0*$/.test(fraction.slice(shift));
  if (!complete) return refused('scientific-notation', warnings);
  return digitsOf(plus + whole + fraction.slice(0, shift), [...warnings, 'scientific-notation']);
}

/**
 * A negative amount, in any number format: typing `33-639981234` into a spreadsheet leaves the difference, -639981201,
 * another person's number.
 */
const NEGATIVE = /^[-\u2212]\s?[1-9](?:\d*|\d{0,2}(?:[ .,']\d{3})+)(?:[.,]\d+)?$/;
/** Between the digits: spaces, dashes and the punctuation that some country groups numbers with. */
const SEPARATORS_ONLY = /^[\s\p{Pd}\u2212.,'_/\\()[\]{}|;:~&<>"+\u00B7\u2022\u2219\u22C5\u2027\u00B0]*$/u;
const LETTER = /[\p{L}\p{Nl}\p{No}]/u;
/** A masked digit: a star or question mark beside a digit, or a run of dots, stars or question marks. */
const MASKED = /\d[*?\u2026#]|[*?#]\d|[*?\u2022\u00B7\u2026]\s*[*?\u2022\u00B7\u2026]/;
const EXTENSION =
  /\d[\s,;.(]*(?:ext(?:ension|n)?|x|poste|interne|interno|int|durchwahl|dw|toestel|#)[\s.:]*\d{1,7}\)?$/iu;
/** ISO and day-month-year dates; eight digits are a valid number in some countries. */
const DATE = /^(?:(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d)(?:[ T]\d\d:\d\d(?::\d\d)?)?$/;

/** A number as a person writes it, perhaps with a label before or a remark behind. */
function readWritten(text: string, warnings: readonly NumberWarning[]): NumberText {
  const parts = /^([^\d+]*)([+\d](?:.*\d)?)([^\d]*)$/s.exec(text);
  const digitCount = text.replace(/\D/g, '').length;
  if (parts === null || digitCount === 0) return refused('not-a-number', warnings);
  if (text.includes('@') || (LETTER.test(text) && digitCount < 3)) return refused('not-a-number', warnings);
  if (DATE.test(text)) return refused('invalid-length', warnings);
  if (NEGATIVE.test(text)) return refused('invalid', warnings);
  if (EXTENSION.test(text) && digitCount > 7) return refused('extension', warnings);
  const [, before = '', body = '', after = ''] = parts;
  if (readFloat(body, []) === null && holdsSeveralNumbers(body)) return refused('several-numbers', warnings);
  if (LETTER.test(body) || !isRemark(before, 'before') || !isRemark(after, 'after')) {
    return refused('letters-in-number', warnings);
  }
  if (MASKED.test(text) || !SEPARATORS_ONLY.test(body.replace(/\d/g, ''))) return refused('not-a-number', warnings);
  const remarked = !SEPARATORS_ONLY.test(before) || !SEPARATORS_ONLY.test(after);
  const mended: readonly NumberWarning[] = remarked ? [...warnings, 'extra-text'] : warnings;
  const optionalZero = /\(\s*0\s*\)/.test(text);
  const read = readFloat(body, mended) ?? digitsOf(body.replace(/[^+\d]/g, ''), mended, optionalZero);
  return remarked && read.kind === 'digits' ? { ...read, remark: { before, behind: after } } : read;
}

/**
 * `0639981234 / 0639985678`: a whole number before a divider and more digits behind it, or two parted by a word. Google
 * Contacts exports several values of one label as `0639981234 ::: 0639985678`.
 */
function holdsSeveralNumbers(body: string): boolean {
  const lengths = (divider: RegExp): readonly number[] =>
    body
      .split(divider)
      .map((part) => part.replace(/\D/g, '').length)
      .filter((length) => length > 0);
  const [first = 0, ...others] = lengths(/[/,;|&\n]|:::/);
  if (first >= 9 && others.length > 0) return true;
  return lengths(/[\p{L}+]+/u).filter((length) => length >= 6).length > 1;
}

/**
 * Whether the letters beside a number are words of their own. Letters that touch a digit, and lone letters that
 * stand for a digit or mask one (O, I, l, x), are left for a person to correct.
 */
function isRemark(text: string, side: 'before' | 'after'): boolean {
  if (!LETTER.test(text)) return true;
  const touching = side === 'before' ? text.at(-1) : text.at(0);
  if (touching !== undefined && LETTER.test(touching)) return false;
  if (/[\p{Nl}\p{No}]/u.test(text)) return false;
  const words = text.match(/\p{L}+(?:\s?[.:\u00B0)])?/gu) ?? [];
  return words.every((word) => {
    const letters = word.replace(/\P{L}/gu, '');
    if (/^[oOIlxX\u041E\u043E\u039F\u03BF]+$/.test(letters)) return false;
    return letters.length > 1 || word.length > letters.length;
  });
}

/** Splits signs from digits: `++33`, `+0033` and `00+33` are prefixes written twice. */
function digitsOf(signed: string, warnings: readonly NumberWarning[], optionalZero = false): NumberText {
  const prefix = /^(?:00)?\++(?:00)?/.exec(signed)?.[0] ?? '';
  const digits = signed.slice(prefix.length);
  if (digits.includes('+')) return refused('invalid', warnings);
  const mended: readonly NumberWarning[] = prefix.length > 1 ? [...warnings, 'prefix-repaired'] : warnings;
  return { kind: 'digits', digits, plus: prefix !== '', optionalZero, remark: null, warnings: mended };
}
