import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';

/** How a spreadsheet program saves a CSV file. */
export type SavedAs = 'CSV UTF-8' | 'CSV';

const MONTHS = 'janv févr mars avr mai juin juil août sept oct nov déc'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

/**
 * What a French Excel leaves of a CSV file that it opens and saves: dates, numbers and truths in its own form, no
 * needless quotes, line breaks within a cell as LF; a text stays, and so does an apostrophe before one, which in a CSV
 * file is part of it.
 */
export function openedAndSavedByExcel(file: Buffer, as: SavedAs = 'CSV UTF-8'): Buffer {
  const table: string[][] = parse(file, { bom: true, delimiter: ';', relax_column_count: true });
  const lines = table.map((cells) => cells.map((cell) => quoted(shownByExcel(cell))).join(';'));
  const text = lines.map((line) => `${line}\r\n`).join('');
  return as === 'CSV' ? iconv.encode(text, 'windows-1252') : Buffer.from(`\ufeff${text}`);
}

/** The cells of a CSV file in the French form. */
export function cellsOf(file: Buffer): readonly (readonly string[])[] {
  return parse(file, { bom: true, delimiter: ';' });
}

function quoted(cell: string): string {
  const text = cell.replaceAll('\r\n', '\n');
  return /[";\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One cell as Excel shows it once it has guessed what it is, and writes it back. */
export function shownByExcel(cell: string): string {
  const text = cell.trim();
  if (/^[=@]|^[+-]\D/.test(text)) return '#NOM?';
  if (/^(?:true|vrai)$/i.test(text)) return 'VRAI';
  if (/^(?:false|faux)$/i.test(text)) return 'FAUX';
  return number(text) ?? date(text) ?? time(text) ?? cell;
}

function number(text: string): string | null {
  if (!/^[+-]?(?:\d+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)?(?:,\d*)?(?:E[+-]?\d+)?(?: ?[€%])?$/i.test(text)) return null;
  if (!/\d/.test(text)) return null;
  const value = Number(text.replace(/[ \u00a0\u202f€%]/g, '').replace(',', '.'));
  if (!Number.isFinite(value)) return null;
  if (/[€%]$/.test(text)) return `${value.toFixed(2).replace('.', ',')} ${text.at(-1)}`;
  const isLong = String(Math.trunc(Math.abs(value))).length > 8 || /E/i.test(text);
  if (!isLong) return String(value).replace('.', ',');
  return value
    .toExponential(2)
    .replace('.', ',')
    .replace(/e([+-])(\d+)$/, (_, sign: string, power: string) => `E${sign}${power.padStart(2, '0')}`);
}

function date(text: string): string | null {
  const clock = /^(.*\d) (\d{1,2}:\d{2})$/.exec(text);
  if (clock !== null) {
    const day = date(clock[1] ?? '');
    return day === null ? null : `${day} ${clock[2] ?? ''}`;
  }
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return dayOf(Number(iso[3]), Number(iso[2]), Number(iso[1]));
  const day = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (day !== null) return dayOf(Number(day[1]), Number(day[3]), Number(day[4]) + (day[4]?.length === 2 ? 2000 : 0));
  const pair = /^(\d{1,4})[-/](\d{1,4})$/.exec(text);
  if (pair !== null) {
    const [first, second] = [Number(pair[1]), Number(pair[2])];
    if (first <= 31 && second >= 1 && second <= 12) return `${two(first)}-${MONTHS[second - 1]}`;
    if (first >= 1900 && second >= 1 && second <= 12) return `${MONTHS[second - 1]}-${two(first % 100)}`;
    if (second >= 1900 && first >= 1 && first <= 12) return `${MONTHS[first - 1]}-${two(second % 100)}`;
    return null;
  }
  const named = /^(?:(\d{1,2})[ -])?(\p{L}+)[ -](\d{4}|\d{2})$/u.exec(text);
  const month = MONTHS.findIndex((name) => named?.[2]?.toLowerCase().startsWith(name) === true);
  if (named === null || month === -1) return null;
  const start = named[1] === undefined ? '' : `${two(Number(named[1]))}-`;
  return `${start}${MONTHS[month]}-${named[3]?.slice(-2)}`;
}

function dayOf(day: number, month: number, year: number): string | null {
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isDay && year >= 1900 ? `${two(day)}/${two(month)}/${year}` : null;
}

function time(text: string): string | null {
  const match = /^(\d{1,2}):(\d{2})(:\d{2})?$/.exec(text);
  return match === null ? null : `${two(Number(match[1]))}:${match[2]}${match[3] ?? ''}`;
}
