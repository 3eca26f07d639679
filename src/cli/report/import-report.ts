import type { ImportFile } from '../../flows/import-file.js';
import { strayDelimiterAdvice } from '../../flows/stray-delimiters.js';
import type { ImportCounts } from '../../flows/import-tally.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { ConsentField } from '../../core/consent/consent-row.js';
import type { SuppressionField } from '../../core/suppression/suppression-row.js';
import { maskNumbersIn, maskText } from '../../core/contact/mask-text.js';
import { exitCodeOf, exitCodes } from '../../errors.js';
import type { App } from '../app.js';
import { spokenWarnings, tellWarnings } from './warnings.js';

/** What became of a file that was imported. */
interface ImportReport<Reason extends string> {
  readonly type: 'consent_import' | 'suppress_import';
  readonly file: string;
  readonly counts: ImportCounts<Reason>;
  readonly rejectsFile: string | null;
  readonly isDryRun: boolean;
  readonly refusalOf: (reason: Reason) => Phrase;
  /** The way out of each refusal. */
  readonly hintOf: (reason: Reason) => Phrase;
  /** Further lines of the answer on screen. */
  readonly lines?: readonly Phrase[];
  /** What the operator should know of it besides. */
  readonly warnings: readonly Phrase[];
  /** Whether something changed of people who have no row in the file. */
  readonly changesOthers?: boolean;
  /** Further fields of the JSON document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** How the file was understood, before anything is recorded. */
export function tellDecision(app: App, file: ImportFile<ConsentField | SuppressionField>): void {
  if (app.globals.json) return;
  app.note(app.paint.err.dim(app.say(file.decision)));
  const columns = [...file.understood].map(([field, header]) => ({ field, header }));
  if (columns.length > 0) app.note(app.paint.err.dim(app.say(phrase('consent.columns', { columns }))));
}

/**
 * Which columns were left although they look like something that was asked for.
 *
 * @param daysLeft What is said of days, where one is missing; null: none is.
 */
export function columnWarnings(
  { left, table }: ImportFile<ConsentField | SuppressionField>,
  daysLeft: 'suppress.daysLeft' | 'consent.daysLeft' | null,
): readonly Phrase[] {
  return [
    ...strayDelimiterAdvice(table),
    ...(left.setAside.length === 0 ? [] : [phrase('consent.columnsSetAside', { columns: left.setAside })]),
    ...(left.unclearAnswers.length === 0 ? [] : [phrase('consent.answersUnclear', { columns: left.unclearAnswers })]),
    ...(left.days.length === 0 || daysLeft === null ? [] : [phrase(daysLeft, { columns: left.days })]),
  ];
}

/** Shows an import and sets the exit code: 80 with refused rows, 65 when no row at all could be used. */
export function reportImport<Reason extends string>(app: App, report: ImportReport<Reason>): void {
  const { type, counts, rejectsFile, isDryRun: dryRun } = report;
  const { rows, recorded, unchanged, rejected } = counts;
  const refusedRows = rows - recorded - unchanged;
  if (app.globals.json) {
    const warnings = spokenWarnings(app, report.warnings);
    app.out(
      JSON.stringify({ type, rows, recorded, unchanged, rejected, rejectsFile, dryRun, ...report.more, warnings }),
    );
  } else {
    for (const line of summaryLines(app, report, refusedRows)) app.out(line);
    for (const line of report.lines ?? []) app.out(app.say(line));
    if (rejectsFile !== null) app.note(app.say(phrase('consent.rejectsWritten', { file: rejectsFile })));
    else if (refusedRows > 0) app.note(app.say(phrase('consent.rejectsHint')));
    tellWarnings(app, report.warnings);
  }
  if (rows > 0 && refusedRows === rows) app.setExitCode(exitCodeOf.badInput);
  else if (refusedRows > 0) app.setExitCode(exitCodes.partial);
}

/** Why no number can be read and what to do, the most common first. */
function unreadNumbers({ unreadNumbers: found }: ImportCounts<string>): readonly Phrase[] {
  return [...found]
    .sort(([, a], [, b]) => b.rows - a.rows)
    .map(([reason, count]) => phrase('consent.unreadNumber', { reason, ...count }));
}

/** Of a longer cell the beginning is enough to find it. */
const LONGEST_CELL = 40;

/** A cell of a number has nothing but its digits to hide; in any other a day is what has to be seen. */
function shownCell(reason: string, value: string): string {
  const isNumber = reason === 'invalid_number' || reason === 'not_mobile' || reason === 'fictional_number';
  const shown = isNumber ? maskText(value) : maskNumbersIn(value).replace(/\s+/g, ' ');
  return shown.length > LONGEST_CELL ? `${shown.slice(0, LONGEST_CELL)}…` : shown;
}

/** Where the first row stands that was refused for a reason, with what does not fit in it. */
function firstRejected<Reason extends string>(
  reason: Reason,
  { firstRejected: first, rejected }: ImportCounts<Reason>,
): readonly Phrase[] {
  const cell = first.get(reason);
  if (cell === undefined) return [];
  const value = shownCell(reason, cell.value);
  return [phrase('consent.firstRejected', { line: cell.line, value, rows: rejected[reason] ?? 0 })];
}

function summaryLines<Reason extends string>(
  app: App,
  { file, counts, isDryRun: dryRun, refusalOf, hintOf, changesOthers = false }: ImportReport<Reason>,
  refusedRows: number,
): readonly string[] {
  const { rows, recorded, unchanged, rejected } = counts;
  const line = (count: number, words: Phrase): string => `${app.formats.number(count).padStart(9)}  ${app.say(words)}`;
  const hintsOf = (reason: Reason): readonly Phrase[] =>
    reason === 'invalid_number' && counts.unreadNumbers.size > 0
      ? unreadNumbers(counts)
      : [...firstRejected(reason, counts), hintOf(reason)];
  const reasons = (Object.entries(rejected) as [Reason, number][]).sort(([, a], [, b]) => b - a);
  const isUnusable = refusedRows === rows;
  const isKnown = unchanged === rows && !changesOthers;
  return [
    app.paint.out.bold(app.say(phrase('consent.rows', { file, rows }))),
    line(recorded, phrase('consent.recorded', { dryRun, count: recorded })),
    line(unchanged, phrase('consent.unchanged', { count: unchanged })),
    line(refusedRows, phrase('consent.refusedRows', { count: refusedRows })),
    ...reasons.flatMap(([reason, count]) => [
      `  ${line(count, refusalOf(reason))}`,
      ...hintsOf(reason).map((hint) => `${' '.repeat(13)}→ ${app.say(hint)}`),
    ]),
    ...(isUnusable ? [app.say(phrase('consent.nothingUsable'))] : []),
    ...(isKnown ? [app.say(phrase('consent.nothingNew'))] : []),
    ...(dryRun ? [app.say(phrase('consent.dryRun'))] : []),
  ];
}
