import { OperatorError } from '../errors.js';
import { maskText } from '../core/contact/mask-text.js';
import { findColumnNamed, phoneCandidates } from '../files/columns.js';
import { detectDelimiter } from '../files/delimiter.js';
import { mentionsMobile } from '../files/phone-column.js';
import type { Table } from '../files/table.js';
import { phrase, type Phrase } from '../words/phrase.js';

/**
 * Finds the number's column, by the name that a flag gives or by its usual names.
 *
 * @param file For the message.
 * @param several What to do with several equally good columns. Whoever only reads may take the first and show which; what
 *   is recorded under a wrong number is worse than a question.
 * @throws OperatorError badInput (65) naming the columns that there are.
 */
export function requirePhoneColumn(
  headers: readonly string[],
  named: string | null,
  file: string,
  several: 'take-first' | 'ask',
): number {
  const columns = shownHeaders(headers);
  if (named !== null) {
    const index = findColumnNamed(headers, named);
    if (index !== null) return index;
    throw new OperatorError(
      'badInput',
      phrase('flows.noSuchColumn', { file, column: named }),
      phrase('flows.columnsHint', { columns }),
    );
  }
  const [first, ...others] = phoneCandidates(headers);
  if (first === undefined) {
    throw new OperatorError(
      'badInput',
      phrase('flows.noPhoneColumn', { file }),
      areAllInOne(headers)
        ? phrase('flows.columnsInOneHint', { columns })
        : phrase('flows.noPhoneColumnHint', { columns, likely: likelyHeader(headers) }),
    );
  }
  if (others.length === 0 || several === 'take-first') return first;
  const candidates = [first, ...others].map((index) => headers[index] ?? '');
  throw new OperatorError(
    'badInput',
    phrase('consent.severalPhoneColumns', { file, candidates }),
    phrase('consent.severalPhoneColumnsHint', { first: candidates[0] ?? '' }),
  );
}

/** A column to try; what stands there instead of names may be people and their numbers. */
function likelyHeader(headers: readonly string[]): string | null {
  return headers.find((header) => mentionsMobile(header) && !/\d{6}/.test(header)) ?? null;
}

/** Whether every column stands in the first one: a spreadsheet that did not know the delimiter keeps each line in one cell. */
function areAllInOne(headers: readonly string[]): boolean {
  const [only = '', ...others] = headers.filter((header) => header !== '');
  if (others.length > 0) return false;
  const names = only.split(detectDelimiter(only, true)).map((name) => name.replace(/^[\s"]+|[\s"]+$/g, ''));
  return names.length > 1 && phoneCandidates(names).length > 0;
}

/** The columns that there are. What stands there instead of names may be people and their numbers. */
export function shownHeaders(headers: readonly string[]): string {
  return headers.map((header) => (/\d{6}/.test(header) ? maskText(header) : header)).join(', ');
}

/**
 * How a file was understood, in words.
 *
 * @param header Of the numbers' column.
 * @param countryColumn The column whose country national forms are read in first, where that is told here.
 */
export function decisionOf(
  { name: file, layout, hasHeader }: Table,
  header: string,
  countryColumn: string | null = null,
): Phrase {
  const at = { file, column: hasHeader ? header : null, countryColumn };
  if (layout.kind === 'workbook') return phrase('workbook.decision', { ...layout, ...at });
  if (layout.kind === 'json') return phrase('flows.jsonDecision', { file, column: at.column });
  const { encoding, delimiter } = layout;
  return phrase('flows.decision', { encoding, delimiter, ...at });
}
