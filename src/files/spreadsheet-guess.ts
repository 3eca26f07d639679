import { monthNamed } from '../core/consent/month-names.js';

/** What is read as a number or a date is no longer than this. */
const LONGEST = 400;

const CURRENCY = String.raw`(?:[€$£¥%]|EUR|CHF|USD|GBP|Fr\.?)`;
/** `007`, `12,50 €`, `1 250`, `12E5`, `(12)`, `.5`; of whole numbers see {@link SAFE}. */
const NUMBER = new RegExp(
  String.raw`^\(?${CURRENCY}?\s?(?:\d{1,3}(?:[\s.,'’]\d{3})+|\d+)?(?:[.,]\d*)?(?:E[+-]?\d+)?\s?${CURRENCY}?\)?$`,
  'iu',
);
/** `3/4`, `2026-03`, `1 1/2`, `12.3.2026 14:30`. An ISO instant with its T stays a text. */
const FIGURES = /^\d{1,4}(?:\s\d{1,4})?[-/.]\d{1,4}(?:[-/.]\d{1,4})?(?:\s+\d{1,2}:\d{1,2}.*)?$/;
/** `12:30`, `9:05:01`, `2 PM`. */
const TIME = /^\d{1,5}:\d{1,2}(?::\d{1,2}(?:[.,]\d+)?)?(?:\s?[ap]m?)?$|^\d{1,2}\s?[ap]m?$/i;
/** A month by its name beside a day or a year: `mars 2026`, `12-mar`, `1 janv. 2026`. */
const NAMED = /^(?:\d{1,4}(?:er|\.)?[\s./-]*)?(?<name>\p{L}{3,10})\.?(?:[\s./,-]+\d{1,4})*(?:\s+\d{1,2}:\d{1,2}.*)?$/u;
const TRUTH = /^(?:true|false|vrai|faux|wahr|falsch|vero|falso)$/i;
/** How each of those begins, be it with an E alone: what begins otherwise, as JSON does, is none of them. */
const BEGINNING = /^[\p{L}\d(€$£¥%.,]/u;
/** What fits a column as a spreadsheet opens it stays as it is; longer numbers it shows, and saves, as 3,36E+10. */
const SAFE = /^(?:0|[1-9]\d{0,7})$/;

/**
 * Whether a spreadsheet program, in whatever language, may take a text for a number, a date, a time or a truth, and
 * write another one in its place when it saves: `007` as 7, `3/4` as 03-avr, `TRUE` as VRAI. Rather once too often.
 */
export function isRewrittenBySpreadsheets(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST || SAFE.test(trimmed)) return false;
  if (!BEGINNING.test(trimmed)) return false;
  if (TRUTH.test(trimmed)) return true;
  if (!/\d/.test(trimmed)) return false;
  if (NUMBER.test(trimmed) || FIGURES.test(trimmed) || TIME.test(trimmed)) return true;
  return monthNamed(NAMED.exec(trimmed)?.groups?.['name'] ?? '') !== null;
}
