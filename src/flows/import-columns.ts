import { refusesTexts } from '../core/consent/refusing-note.js';
import { answerMeantBy, type Answer } from '../core/consent/value-meaning.js';
import { answerColumns, isAnswerRole } from '../files/answer-columns.js';
import { columnsSetAside, findColumn, looksLikeDay, type ColumnRole } from '../files/columns.js';
import { undoFormulaGuard } from '../files/write-csv.js';

/** The columns that a file of rejects puts before those of the file that was imported. */
export const rejectsColumns = ['line', 'reason', 'value'] as const;

/** Headers as they stood before a file of rejects was made of them, with their places in the file at hand. */
interface OwnColumns {
  readonly headers: readonly string[];
  /** How many columns of a file of rejects stand before them. */
  readonly offset: number;
}

/**
 * Looks behind the columns that smsctl itself put before a file's own, so that rejects that were mended can be
 * imported as they are: their `reason` is why a row was refused, not why somebody left.
 */
export function ownColumns(headers: readonly string[]): OwnColumns {
  if (!rejectsColumns.every((name, index) => headers[index] === name)) return { headers, offset: 0 };
  // A name that comes again is read with " (2)" behind it.
  const again = new Set(rejectsColumns.map((name) => `${name} (2)`));
  const own = headers.slice(rejectsColumns.length);
  return {
    headers: own.map((name) => (again.has(name) ? name.replace(/ \(2\)$/, '') : name)),
    offset: rejectsColumns.length,
  };
}

/**
 * The cells of a row as they stood in the file of one's own: one for each header, then whatever stands right of the last
 * one. Cut off, a row that was refused for it would be taken as it is when the rejects are imported: a wording up to the
 * first semicolon in it, and its rest for the source.
 */
export function ownCellsOf({ headers, offset }: OwnColumns, cells: readonly string[]): readonly string[] {
  const own = cells.slice(offset).map(undoFormulaGuard);
  const width = Math.max(headers.length, own.findLastIndex((cell) => cell !== '') + 1);
  return Array.from({ length: width }, (_, index) => own[index] ?? '');
}

/**
 * Names that mean something only because the file is known to be one of consents, or a never-list: elsewhere a bare "date"
 * may be any day of a person's life. They are taken when no clearer name is there, and the operator is told.
 */
const namesInContext: Readonly<Partial<Record<ColumnRole, readonly string[]>>> = {
  given_at: [
    ...['date', 'datum', 'data'],
    // When a form was sent off, as Google Forms and others call it.
    ...['timestamp', 'horodateur', 'horodatage', 'zeitstempel', 'informazioni cronologiche', 'tijdstempel'],
    ...['marca temporal', 'carimbo de data/hora'],
  ],
  at: [
    ...['date time', 'date and time', 'timestamp', 'date heure', 'date et heure', 'horodatage', 'horodateur', 'jour'],
    ...['zeitstempel', 'zeitpunkt', 'datum uhrzeit', 'datum und uhrzeit', 'data', 'data ora', 'data e ora', 'giorno'],
    ...['tijdstip', 'tijdstempel', 'datum tijd', 'datum en tijd', 'fecha'],
  ],
  wording: ['texte', 'text', 'testo', 'tekst'],
};

/**
 * Which columns say what, as far as the headers tell: one for a role, and for an answer every one that asks for it.
 *
 * @param phone The number's column, which says nothing else.
 */
export function columnsOfRoles<R extends ColumnRole>(
  { headers }: OwnColumns,
  roles: readonly R[],
  phone: number,
): ReadonlyMap<R, readonly number[]> {
  return new Map(
    roles.flatMap((role) => {
      const found = [...columnsOfRole(headers, role), ...answersBeside(headers, role, phone)];
      const columns = [...new Set(found)].filter((index) => index !== phone);
      return columns.length === 0 ? [] : [[role, columns] as const];
    }),
  );
}

/**
 * Answers that stand in the same inner object of JSON as the number (`attributes.SMS`, `attributes.SMS_BLACKLISTED`). What
 * another object says, say of the e-mail address, is no answer about this number.
 */
function answersBeside(headers: readonly string[], role: ColumnRole, phone: number): readonly number[] {
  const [place] = /^(?:[^\s.]+\.)+/.exec(headers[phone] ?? '') ?? [];
  if (place === undefined || !isAnswerRole(role)) return [];
  return answerColumns(
    headers.map((name) => (name.startsWith(place) ? name.slice(place.length) : '')),
    role,
  );
}

function columnsOfRole(headers: readonly string[], role: ColumnRole): readonly number[] {
  if (isAnswerRole(role)) return answerColumns(headers, role);
  const index = findColumn(headers, role, namesInContext[role]);
  return index === null ? [] : [index];
}

/** Columns that are taken for nothing although they look like something that was asked for: whoever wrote them should know. */
export interface ColumnsLeft {
  /** Named like it, with a remark that may make something else of them. */
  readonly setAside: readonly string[];
  /** Days or times where none is known as that of the STOP, or of the consent. */
  readonly days: readonly string[];
  /** Answers of which nobody knows whether a yes agrees or refuses. */
  readonly unclearAnswers: readonly string[];
}

/** @param taken What columnsOfRoles found. */
export function columnsLeft<R extends ColumnRole>(
  { headers }: OwnColumns,
  roles: readonly R[],
  taken: ReadonlyMap<R, readonly number[]>,
  phone: number,
): ColumnsLeft {
  const used = new Set([...[...taken.values()].flat(), phone].map((index) => headers[index] ?? ''));
  const unused = (names: readonly string[]): readonly string[] => [...new Set(names)].filter((name) => !used.has(name));
  const setAside = unused(roles.flatMap((role) => columnsSetAside(headers, role, namesInContext[role])));
  const asksForDay = roles.some((role) => (role === 'at' || role === 'given_at') && !taken.has(role));
  const days = asksForDay ? unused(headers.filter(looksLikeDay)) : [];
  const unclear = answerColumns(headers, 'unclear_answer').filter((index) => index !== phone);
  return {
    setAside,
    days: days.filter((name) => !setAside.includes(name)),
    unclearAnswers: unclear.map((index) => headers[index] ?? ''),
  };
}

/**
 * The cell that counts where several columns have one role: of answers the one that allows least, since a yes in one
 * column takes nothing back of a no in another.
 */
export function decisiveCell(role: ColumnRole, cells: readonly string[]): string {
  if (cells.length < 2) return cells[0] ?? '';
  if (role === 'remark') return cells.find(refusesTexts) ?? '';
  const harmless: readonly Answer[] = role === 'opt_out' ? ['no', 'blank'] : ['yes'];
  return cells.find((cell) => !harmless.includes(answerMeantBy(cell))) ?? cells[0] ?? '';
}
