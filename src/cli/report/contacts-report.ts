import { traitsOf, vocabularyName, type ListProblem, type Recoverable } from '../../core/contact/list-problem.js';
import { listSignPhrase } from '../../core/contact/list-signs.js';
import type { ContactsCheck, ContactsCheckRequest } from '../../flows/check-contacts.js';
import type { FoundProblem } from '../../flows/problem-book.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App } from '../app.js';

/** Lines that a person is shown of each problem; JSON has some more. */
const LINES_SHOWN = 8;

/** Tells what a file of contacts is worth: it is the answer, so all of it goes to standard output. */
export function reportContacts(app: App, asked: ContactsCheckRequest, check: ContactsCheck): void {
  const warnings = warningsOf(check);
  if (app.globals.json) {
    app.out(JSON.stringify(documentOf(app, asked, check, warnings)));
    return;
  }
  const { out } = app.paint;
  const say = app.say.bind(app);
  app.out(out.dim(say(check.decision)));
  app.out(out.bold(say(phrase('contacts.rows', { ...check, country: asked.country }))));
  for (const warning of warnings) app.out(out.yellow(say(phrase('report.warning', { message: say(warning) }))));
  for (const recoverable of ['no', 'person', 'yes'] as const) {
    const group = check.problems.filter(({ problem }) => traitsOf(problem).recoverable === recoverable);
    if (group.length === 0) continue;
    app.out('');
    app.out(titlePaint(app, recoverable)(say(phrase('contacts.title', { recoverable }))));
    for (const problem of group) for (const line of problemLines(app, problem, check)) app.out(line);
  }
  if (check.problems.length === 0) app.out(out.green(say(phrase('contacts.noProblem'))));
  for (const line of filesLines(asked, check)) app.note(say(line));
}

function titlePaint({ paint }: App, recoverable: Recoverable): App['paint']['out'] {
  const { out } = paint;
  return { no: out.red, person: out.yellow, yes: out.green }[recoverable].bold;
}

function warningsOf({ signs, otherPhoneColumns: columns, wideColumns, advice }: ContactsCheck): readonly Phrase[] {
  return [
    ...signs.map(listSignPhrase),
    ...(columns.length === 0 ? [] : [phrase('contacts.otherColumns', { columns })]),
    ...advice,
    ...(wideColumns.length === 0 ? [] : [phrase('contacts.wideColumns', { columns: wideColumns })]),
  ];
}

function documentOf(
  app: App,
  { file, country }: ContactsCheckRequest,
  check: ContactsCheck,
  warnings: readonly Phrase[],
): Record<string, unknown> {
  const { encoding, delimiter, sheet, phoneColumn, otherPhoneColumns } = check;
  const { rows, usable, distinct, duplicates, rejected, blank } = check;
  return {
    type: 'check_contacts',
    file,
    encoding,
    delimiter,
    sheet,
    phoneColumn,
    otherPhoneColumns,
    country,
    rows,
    usable,
    distinct,
    duplicates,
    rejected,
    blank,
    problems: check.problems.map((found) => problemDocument(found, check)),
    warnings: warnings.map((warning) => app.say(warning)),
    signs: check.signs.map(({ kind, ...more }) => ({ sign: kind, ...more })),
    fixedFile: check.fixedFile,
    rejectsFile: check.rejectsFile,
  };
}

function problemDocument(
  { problem, count, lines, firstLines, example }: FoundProblem,
  { sensitiveColumns }: ContactsCheck,
): Record<string, unknown> {
  return {
    problem: vocabularyName(problem),
    count,
    lines,
    ...traitsOf(problem),
    example: example?.value ?? null,
    exampleNumber: example?.number ?? null,
    ...(problem === 'duplicate' ? { firstLines } : {}),
    ...(problem === 'sensitive-column' ? { columns: sensitiveColumns } : {}),
  };
}

function problemLines(app: App, found: FoundProblem, check: ContactsCheck): readonly string[] {
  const { problem, count, example } = found;
  const say = app.say.bind(app);
  const indent = ' '.repeat(11);
  const code = app.paint.out.dim(`(${vocabularyName(problem)})`);
  const columns = problem === 'sensitive-column' ? check.sensitiveColumns : [];
  return [
    `${app.formats.number(count).padStart(9)}  ${say(phrase('contacts.problem', { problem }))} ${code}`,
    ...columns.map((column) => indent + say(phrase('contacts.sensitive', column))),
    ...placesOf(found).map((words) => indent + say(words)),
    ...(example === null ? [] : [indent + say(phrase('contacts.example', example))]),
    `${indent}→ ${say(phrase('contacts.advice', { problem }))}`,
  ];
}

/** "lines 4, 17 and 12 more"; of doubles with the line of the first. */
function placesOf({ count, lines, firstLines }: FoundProblem): readonly Phrase[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, LINES_SHOWN).map((line, index) => ({ line, firstLine: firstLines[index] ?? null }));
  return [phrase('contacts.lines', { shown, more: count - shown.length })];
}

/** What was written, and what could have been. */
function filesLines({ fixed, rejects }: ContactsCheckRequest, check: ContactsCheck): readonly Phrase[] {
  const { fixedFile, rejectsFile, distinct, rejected } = check;
  const canFix = check.problems.some(({ problem }) => isMendedByWriting(problem)) || rejected > 0;
  return [
    ...(fixedFile === null ? [] : [phrase('contacts.fixedWritten', { file: fixedFile, rows: distinct })]),
    ...(fixed !== null && fixedFile === null ? [phrase('contacts.nothingToFix')] : []),
    ...(rejectsFile === null ? [] : [phrase('contacts.rejectsWritten', { file: rejectsFile, rows: rejected })]),
    ...(fixed === null && canFix && distinct > 0 ? [phrase('contacts.fixedHint')] : []),
    ...(rejects === null && rejected > 0 ? [phrase('contacts.rejectsHint')] : []),
  ];
}

function isMendedByWriting(problem: ListProblem): boolean {
  return traitsOf(problem).recoverable === 'yes';
}
