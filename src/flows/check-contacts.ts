import { resolve } from 'node:path';
import { problemOfField, problemOfWarning, type RowRefusal } from '../core/contact/list-problem.js';
import { identical, ListWatch, neighbours, placeholders, type ListSign } from '../core/contact/list-signs.js';
import { NumberLines } from '../core/contact/number-set.js';
import type { E164 } from '../core/contact/phone-number.js';
import { readRowNumber } from '../core/contact/row-number.js';
import { sensitiveColumn, type SensitiveColumn } from '../core/contact/sensitive-columns.js';
import { unreadableHints } from '../core/schedule/unreadable-hints.js';
import { OperatorError } from '../errors.js';
import { phoneCandidates } from '../files/columns.js';
import type { RawRow } from '../files/table.js';
import { csvDialectFor, openCsvFile, undoFormulaGuard } from '../files/write-csv.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { decisionOf } from './phone-column.js';
import { openImportFile, type ImportFile, type ImportFileRequest } from './import-file.js';
import { RefusalTally } from './import-tally.js';
import { refuseStandardOutput } from './named-output.js';
import { placeHints, placeRoles, setAsideAdvice, type PlaceRole } from './place-columns.js';
import { sensitiveListAdvice } from './sensitive-list.js';
import { strayDelimiterAdvice } from './stray-delimiters.js';
import { ProblemBook, type FoundProblem } from './problem-book.js';

export interface ContactsCheckRequest extends ImportFileRequest {
  /** Where the usable rows are written; null: nowhere. */
  readonly fixed: string | null;
  /** How national numbers are read, ISO 3166-1. */
  readonly country: string;
  readonly allowFictional: boolean;
  /** Examples with whole numbers. */
  readonly reveal: boolean;
}

/** A column whose name looks like data that a text message does not need. */
interface SuspectColumn extends SensitiveColumn {
  readonly column: string;
}

/** What a file of contacts is worth. Every row is one of three: kept, a double, refused; blank ones are none. */
export interface ContactsCheck {
  /** How the file was read, in words. */
  readonly decision: Phrase;
  /** Null for a workbook, as the delimiter is. */
  readonly encoding: string | null;
  readonly delimiter: string | null;
  /** Null for a text. */
  readonly sheet: string | null;
  readonly phoneColumn: string;
  /** Columns that might hold the number just as well. */
  readonly otherPhoneColumns: readonly string[];
  readonly rows: number;
  /** Rows with a number that can be texted, doubles among them. */
  readonly usable: number;
  readonly distinct: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly blank: number;
  /** The gravest first. */
  readonly problems: readonly FoundProblem[];
  readonly sensitiveColumns: readonly SuspectColumn[];
  /** Those that often hold more than they should: free text, precise places. A reminder, nothing to mend. */
  readonly wideColumns: readonly SuspectColumn[];
  readonly signs: readonly ListSign[];
  /** What is to be said of columns that are not taken for what they look like. */
  readonly advice: readonly Phrase[];
  /** Null: not asked for, or no row to write. */
  readonly fixedFile: string | null;
  readonly rejectsFile: string | null;
}

/**
 * Reads a file of contacts through as a plan would and tells what is wrong with it; records nothing. Asked to, it writes
 * the usable rows to one new file, and those that a person must mend to another.
 *
 * @throws OperatorError noInput (66) or badInput (65) for a file that can not be read; usage (64) for the names of the new
 *   ones, which replace nothing.
 */
export async function checkContacts(
  request: ContactsCheckRequest,
  onProgress: (rows: number) => void,
  signal: AbortSignal,
): Promise<ContactsCheck> {
  refuseOutputs(request);
  const book = new ProblemBook(request);
  const onBlankRow = (line: number): void => book.note('blank-row', line);
  const file = await openImportFile(request, placeRoles, { several: 'take-first', replace: false, onBlankRow });
  try {
    const headers = file.headers.map(undoFormulaGuard);
    const fixed =
      request.fixed === null ? null : await openCsvFile(request.fixed, headers, csvDialectFor(request.locale));
    try {
      const judge = new ContactsJudge(file, request, book);
      const takeRows = async (rows: readonly RawRow[]): Promise<void> => {
        for (const row of rows) {
          const kept = judge.take(row);
          if (kept !== null) await fixed?.write(kept);
        }
      };
      const rejectsFile = await file.run(judge, takeRows, onProgress, signal);
      const isWritten = fixed !== null && fixed.rows > 0;
      if (isWritten) await fixed.close();
      return { ...judge.verdict(), fixedFile: isWritten ? request.fixed : null, rejectsFile };
    } finally {
      await fixed?.abort();
    }
  } finally {
    await file.close();
  }
}

/** Judges one row after the other, and knows at the end what the file is worth. */
class ContactsJudge extends RefusalTally<RowRefusal> {
  private readonly lines = new NumberLines();
  private readonly watch: ListWatch;
  private readonly rules: { readonly defaultCountry: string; readonly allowFictional: boolean };
  private readonly suspects: readonly SuspectColumn[];

  constructor(
    private readonly file: ImportFile<PlaceRole>,
    private readonly request: ContactsCheckRequest,
    private readonly book: ProblemBook,
  ) {
    super();
    const { headers, phoneColumn } = file;
    const { country, allowFictional } = request;
    this.watch = new ListWatch({ headers, phoneColumn, country, allowFictional });
    this.rules = { defaultCountry: country, allowFictional };
    this.suspects = headers.flatMap((column) => {
      const suspicion = sensitiveColumn(column);
      return suspicion === null ? [] : [{ column, ...suspicion }];
    });
  }

  get rows(): number {
    return this.lines.distinct + this.duplicates + this.refusedCount;
  }

  /** @returns The row as it is to be written, its number in its one written form; null when it is refused or a double. */
  take(row: RawRow): readonly string[] | null {
    const { file, book } = this;
    const phone = file.phoneOf(row);
    const { reading, effect } = readRowNumber(phone, file.cellsOf(row).country, this.rules);
    if (reading.outcome === 'reject') {
      this.refuse(row, reading.reason, phone, reading.e164);
      return null;
    }
    const { e164: number, warnings } = reading;
    const cells = file.ownCellsOf(row);
    this.watch.add(cells, true);
    for (const problem of warnings.map(problemOfWarning)) {
      book.note(problem, row.line);
      book.illustrate(problem, row.line, phone, number);
    }
    const firstLine = this.lines.add(number, row.line);
    if (firstLine !== null) {
      book.note('duplicate', row.line, firstLine);
      book.illustrate('duplicate', row.line, phone, number);
      return null;
    }
    this.notePlace(row, number);
    // With a calling code, the number of a country that could not be read would be taken for certain from then on.
    if (effect === 'unread') return cells;
    return cells.map((cell, column) => (column === file.phoneColumn ? number : cell));
  }

  /** @param number What was understood although it can not be texted. */
  override refuse(
    row: { readonly line: number; readonly cells: readonly string[] },
    reason: RowRefusal,
    value: string,
    number: E164 | null = null,
  ): void {
    super.refuse(row, reason, value);
    this.book.note(reason, row.line);
    this.book.illustrate(reason, row.line, value, number);
    const { table, headers } = this.file;
    this.watch.add(row.cells.slice(table.headers.length - headers.length), false);
  }

  verdict(): Omit<ContactsCheck, 'fixedFile' | 'rejectsFile'> {
    const { file, request, book, lines, watch } = this;
    const { table, headers, phoneColumn } = file;
    const candidates = request.phoneColumn === null ? phoneCandidates(headers) : [];
    const sensitiveColumns = this.suspects.filter(({ level }) => level !== 'info');
    sensitiveColumns.forEach(() => book.note('sensitive-column', null));
    return {
      decision: decisionOf(table, headers[phoneColumn] ?? '', file.understood.get('country') ?? null),
      encoding: table.layout.kind === 'text' ? table.layout.encoding : null,
      delimiter: table.layout.kind === 'text' ? table.layout.delimiter : null,
      sheet: table.layout.kind === 'workbook' ? table.layout.sheet : null,
      phoneColumn: headers[phoneColumn] ?? '',
      otherPhoneColumns: candidates.filter((index) => index !== phoneColumn).map((index) => headers[index] ?? ''),
      rows: this.rows,
      usable: lines.distinct + this.duplicates,
      distinct: lines.distinct,
      duplicates: this.duplicates,
      rejected: this.refusedCount,
      blank: book.countOf('blank-row'),
      problems: book.problems(),
      sensitiveColumns,
      wideColumns: this.suspects.filter(({ level }) => level === 'info'),
      advice: [...sensitiveListAdvice([table.name]), ...setAsideAdvice(headers), ...strayDelimiterAdvice(table)],
      signs: [
        ...watch.mostlyUnusable(),
        ...neighbours(lines.ascending(), this.request),
        ...identical(lines, this.duplicates, this.request),
        ...placeholders(book.countOf('suspicious-repetition')),
      ],
    };
  }

  private get duplicates(): number {
    return this.book.countOf('duplicate');
  }

  private notePlace(row: RawRow, number: E164): void {
    const cells = this.file.cellsOf(row);
    const place = placeHints((role) => cells[role]);
    for (const field of unreadableHints(number, place)) {
      const problem = problemOfField[field];
      this.book.note(problem, row.line);
      this.book.illustrate(problem, row.line, place[field] ?? '', null);
    }
  }
}

function refuseOutputs({ fixed, rejects }: ContactsCheckRequest): void {
  refuseStandardOutput('--fixed', fixed);
  refuseStandardOutput('--rejects', rejects);
  if (fixed === null || rejects === null || resolve(fixed) !== resolve(rejects)) return;
  throw new OperatorError('usage', phrase('contacts.sameOutput', { file: fixed }), phrase('contacts.sameOutputHint'));
}
